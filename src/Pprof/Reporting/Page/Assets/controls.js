// The buttons and keys that belong to no part alone.
function listenToPage(page) {
    byId('search').addEventListener('input', () => page.search());
    byId('reset').addEventListener('click', () => page.reset());
    byId('own').addEventListener('click', () => page.showOwn(!page.isOwn));
    byId('normalize').addEventListener('click', () => page.look({ isNormalized: !page.choice.isNormalized }));
    byId('changes').addEventListener('change', event => {
        page.table.set({ status: event.target.value });
        page.writeLink();
    });
    byId('top').addEventListener('click', () => page.writeLink());
    byId('save').addEventListener('click', savePage);
    document.addEventListener('keydown', event => onKey(page, event));
}

function onKey(page, event) {
    const isTyping = event.target.matches('input, select');
    if (hasModifier(event)) {
        return;
    }

    if (event.key === '/' && !isTyping) {
        byId('search').select();
        byId('search').focus();
        event.preventDefault();
    } else if (event.key === 'Escape' && event.target === byId('search') && byId('search').value !== '') {
        byId('search').value = '';
        page.search();
        event.preventDefault();
    } else if (event.key === 'Escape') {
        page.reset();
    } else if (event.key >= '1' && event.key <= String(viewKinds.length) && !isTyping) {
        page.showKind(viewKinds[Number(event.key) - 1].kind);
    }
}

function showButtons(page) {
    const { view, json } = page;
    byId('own').setAttribute('aria-pressed', page.isOwn);
    byId('normalize').hidden = !view.isDifference;
    byId('normalize').setAttribute('aria-pressed', page.choice.isNormalized);
    byId('changes-field').hidden = !view.isDifference;
    byId('changes').value = page.table.status;
    const isServed = location.protocol.startsWith('http');
    byId('download').hidden = json.download === '' || !isServed;
    if (json.download !== '' && isServed) {
        byId('download').href = json.download;
    }
}

// The document as it is now is a page that opens like the first time: what the script has put in, it puts in anew.
function savePage() {
    const copy = document.documentElement.cloneNode(true);
    // The page's policy allows no style in an attribute; those that the script has set, it sets again.
    for (const styled of copy.querySelectorAll('[style]')) {
        styled.removeAttribute('style');
    }

    const name = document.title.replace(/[^\w.-]+/g, '_').replace(/^_+|_+$/g, '') || 'profile';
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob(['<!doctype html>\n', copy.outerHTML], { type: 'text/html' }));
    link.download = `${name}.html`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

// A regular expression, whatever the case; and plain text where it is none.
function matchesOf(model, text) {
    if (text === '') {
        return null;
    }

    let pattern;
    try {
        pattern = new RegExp(text, 'i');
    } catch {
        pattern = new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'i');
    }

    return Uint8Array.from(model.functions, name => pattern.test(name) ? 1 : 0);
}

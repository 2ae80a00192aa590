// Wires the parts: what was chosen in one is shown in all.
const began = performance.now();
const byId = id => document.getElementById(id);
const profile = JSON.parse(byId('profile').textContent);
const wholeModel = readModel(profile, new Uint8Array(profile.functions.length));
let model = wholeModel;
let ownModel = null;
const tooltip = new Tooltip();
const flame = new Flame({
    onPoint: (node, x, y) => node < 0 ? tooltip.hide() : tooltip.show(view, node, flame.scene.zoomed, x, y),
    onChoose: choose,
    onZoom: showZoom,
});
const table = new TopTable({ onChoose: choose });
const inspect = new Inspect({ onChoose: choose });
let view = null;
let chosen = -1;

function show(type, label) {
    view = makeView(model, type, label);
    flame.show(makeLayout(view));
    table.show(view);
    inspect.show(view, chosen);
    fillTags(byId('tags'), view);
    showTotal(view);
    showNotices(view, model === ownModel);
    search();
    for (const button of byId('types').children) {
        button.setAttribute('aria-checked', button.dataset.type === String(type));
        button.tabIndex = button.dataset.type === String(type) ? 0 : -1;
    }
}

function choose(number) {
    if (number >= 0) {
        chosen = number;
        flame.set({ chosen });
        table.choose(chosen);
        inspect.show(view, chosen);
        const text = formatter(view.unit);
        byId('inspect-live').textContent = `${model.functions[chosen]}: flat ${text(view.flat[chosen])}, cum ${text(view.cum[chosen])}`;
    }
}

function showZoom(node) {
    byId('zoomed').hidden = node === 0;
    byId('zoomed-name').textContent = node === 0 ? '' : `Zoomed into ${sentenceOf(flame.scene.layout.view, node)}`;
}

function search() {
    const matches = matchesOf(byId('search').value);
    flame.set({ matches });
    table.set({ matches });
    const sum = matches === null ? 0 : matchTotals(view, matches);
    byId('matched').textContent = matches === null ? '' : `Matched ${formatter(view.unit)(sum)}, ${percentText(sum, view.whole)}`;
}

// A regular expression, whatever the case; and plain text where it is none.
function matchesOf(text) {
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

function reset() {
    flame.zoom(0);
    flame.scroller.scrollTop = 0;
}

// With the program's frames alone, or with all: another tree, whose nodes have other numbers.
function showOwn(isOwn) {
    const foreign = foreignFunctions(profile.functions);
    model = isOwn ? ownModel ??= readModel(profile, foreign) : wholeModel;
    chosen = isOwn && foreign[chosen] ? -1 : chosen;
    byId('own').setAttribute('aria-pressed', isOwn);
    flame.forget({ chosen });
    table.chosen = chosen;
    show(view.type, view.label);
}

function addTypes() {
    byId('types').append(...model.types.map(([type, unit], number) => {
        const button = element('button', '', type);
        Object.assign(button, { type: 'button', role: 'radio', title: `${type} in ${unit}` });
        button.dataset.type = number;
        button.addEventListener('click', () => show(number, view.label));
        return button;
    }));
    byId('types').addEventListener('keydown', event => {
        const step = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
        if (step !== undefined && !hasModifier(event)) {
            const number = (view.type + step + model.types.length) % model.types.length;
            show(number, view.label);
            byId('types').children[number].focus();
            event.preventDefault();
        }
    });
}

addTypes();
showAbout(wholeModel);
byId('search').addEventListener('input', search);
byId('tags').addEventListener('change', event => show(view.type, event.target.value === '' ? null : Number(event.target.value)));
byId('reset').addEventListener('click', reset);
byId('own').addEventListener('click', () => showOwn(model === wholeModel));
document.addEventListener('keydown', event => {
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
        search();
        event.preventDefault();
    } else if (event.key === 'Escape') {
        reset();
    }
});
new Theme(theme => flame.set({ theme }));
show(model.shown, null);
flame.paintNow();
performance.measure('pprof:render', { start: began, end: performance.now() });

// What is shown, as the page's fragment: whoever opens the link sees the same. Names and not numbers, so that it means the same in the
// page of the next profile.
function readState() {
    const entries = new URLSearchParams(location.hash.slice(1));
    return { get: key => entries.get(key), all: key => entries.getAll(key) };
}

// A file that a browser does not let change its own address keeps the old one.
function writeState(pairs) {
    const entries = new URLSearchParams(pairs.filter(([, value]) => value !== null && value !== '' && value !== false).map(([key, value]) => [key, String(value)]));
    const fragment = '#' + entries;
    try {
        if (fragment !== location.hash && (location.hash !== '' || fragment !== '#')) {
            history.replaceState(null, '', fragment);
        }
    } catch {
        // As said above.
    }
}

function labelKey([key, text, number, unit]) {
    return `${key}=${text !== '' ? text : '#' + number + unit}`;
}

function filterOf(model, text) {
    const isNot = text.startsWith('-');
    const label = model.labels.findIndex(one => labelKey(one) === (isNot ? text.slice(1) : text));
    return label < 0 ? null : { label, isNot };
}

function filterText(model, { label, isNot }) {
    return (isNot ? '-' : '') + labelKey(model.labels[label]);
}

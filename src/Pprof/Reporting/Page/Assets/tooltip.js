// The exact figures of the frame under the pointer or at the keyboard's place.
class Tooltip {
    constructor() {
        this.box = document.getElementById('tooltip');
    }

    hide() {
        this.box.hidden = true;
    }

    show(view, node, zoomed, x, y) {
        this.box.replaceChildren(...tooltipContent(view, node, zoomed));
        this.box.hidden = false;
        const { width, height } = this.box.getBoundingClientRect();
        this.box.style.left = Math.max(4, Math.min(x + 14, innerWidth - width - 8)) + 'px';
        this.box.style.top = (y + 18 + height > innerHeight ? Math.max(4, y - height - 12) : y + 18) + 'px';
    }
}

function tooltipContent(view, node, zoomed) {
    const { model } = view;
    const parts = [element('div', 'tooltip-name', nameOf(model, node))];
    if (node > 0) {
        const place = (placeText(model, hottestPlaceOf(view, node)) || beginOf(model, model.functionOf[node])) + (model.inlined[node] ? ' · inlined' : '');
        parts.push(...(place === '' ? [] : [element('div', 'tooltip-place', place)]));
    }

    const rows = [['Total', view.total[node]], ['Self', view.self[node]]].map(([name, value]) => element('tr', '', [
        element('th', '', name), element('td', '', formatter(view.unit)(value)), element('td', '', percentText(value, view.whole)), element('td', 'exact', exactText(value, view.unit))]));
    if (zoomed > 0 && model.depth[node] > model.depth[zoomed]) {
        rows.push(element('tr', '', [element('th', '', 'Of zoomed'), element('td', '', ''), element('td', '', percentText(view.total[node], view.total[zoomed]))]));
    }

    return [...parts, element('table', '', rows)];
}

// Alt and an arrow, for one, is the browser's way back.
function hasModifier(event) {
    return event.altKey || event.ctrlKey || event.metaKey;
}

// Texts become text nodes: nothing of a profile is ever parsed as HTML.
function element(name, className, content) {
    const result = document.createElement(name);
    if (className !== '') {
        result.className = className;
    }

    result.append(...(Array.isArray(content) ? content : [content]));
    return result;
}

// A function's name where it may not fit.
function nameElement(tag, className, name) {
    const [prefix, rest] = splitName(name);
    const result = element(tag, className, [element('span', 'prefix', prefix), element('span', 'rest', rest)]);
    result.title = name;
    return result;
}

// Where the function begins.
function beginOf(model, number) {
    return fileAndLine(model.files[model.fileOf[number]], model.startLines[number]);
}

// Empty for a line that is not known.
function placeText(model, place) {
    return place === 0 ? '' : fileAndLine(model.files[model.placeFiles[place]], model.placeLines[place]);
}

function fileAndLine(file, line) {
    return line === 0 ? file : file === '' ? `line ${line}` : `${file}:${line}`;
}

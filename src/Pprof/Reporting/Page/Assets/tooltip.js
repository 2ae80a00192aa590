// The exact figures of the frame under the pointer or at the keyboard's place.
class Tooltip {
    constructor() {
        this.box = document.getElementById('tooltip');
    }

    hide() {
        this.box.hidden = true;
    }

    show(tree, node, zoomed, x, y) {
        this.box.replaceChildren(...tooltipContent(tree, node, zoomed));
        this.box.hidden = false;
        const { width, height } = this.box.getBoundingClientRect();
        this.box.style.left = Math.max(4, Math.min(x + 14, innerWidth - width - 8)) + 'px';
        this.box.style.top = (y + 18 + height > innerHeight ? Math.max(4, y - height - 12) : y + 18) + 'px';
    }
}

function tooltipContent(tree, node, zoomed) {
    const { view } = tree, { model } = view;
    const parts = [element('div', 'tooltip-name', nameOf(tree, node))];
    if (tree.functionOf[node] >= 0) {
        const hottest = tree.kind === 'flame' ? placeText(model, hottestPlaceOf(view, node)) : '';
        const place = (hottest || beginOf(model, tree.functionOf[node])) + (tree.inlined?.[node] ? ' · inlined' : '');
        parts.push(...(place === '' ? [] : [element('div', 'tooltip-place', place)]));
    }

    const rows = figuresOf(tree, node).map(([name, value]) => element('tr', '', [
        element('th', '', name), element('td', '', formatter(view.unit)(value)), element('td', '', percentText(value, view.whole)),
        element('td', 'exact', exactText(value, view.unit))]));
    if (zoomed > 0 && Math.abs(tree.row[node] - tree.row[0]) > Math.abs(tree.row[zoomed] - tree.row[0])) {
        rows.push(element('tr', '', [element('th', '', 'Of zoomed'), element('td', '', ''), element('td', '', percentText(tree.total[node], tree.total[zoomed]))]));
    }

    return [...parts, element('table', '', rows)];
}

function figuresOf({ total, self, base, view }, node) {
    if (view.isDifference) {
        return [['Before', base[node]], ['Now', base[node] + total[node]], ['Change', total[node]]];
    }

    return [['Total', total[node]], ...(self === null ? [] : [['Self', self[node]]])];
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

// Draws the call graph as SVG. Boxes are buttons: they choose the function, as everywhere.
class GraphView {
    constructor({ onChoose }) {
        this.onChoose = onChoose;
        this.box = document.getElementById('graph');
        this.count = document.getElementById('graph-count');
        this.count.addEventListener('change', () => this.paint());
        this.box.addEventListener('click', event => this.choose(event));
        this.box.addEventListener('keydown', event => {
            if ((event.key === 'Enter' || event.key === ' ') && !hasModifier(event)) {
                this.choose(event);
            }
        });
    }

    choose(event) {
        const button = event.target.closest('[data-function]');
        if (button !== null) {
            this.onChoose(Number(button.dataset.function));
            event.preventDefault();
        }
    }

    show(view, theme, chosen) {
        Object.assign(this, { view, theme, chosen });
        this.paint();
    }

    paint() {
        const { view } = this;
        if (view === undefined) {
            return;
        }

        const { numbers, edges } = graphOf(view, Number(this.count.value));
        const index = new Map(numbers.map((number, i) => [number, i]));
        const boxes = numbers.map(number => graphBox(view, number));
        const links = edges.map(edge => ({ ...edge, from: index.get(edge.from), to: index.get(edge.to) }));
        const { width, height } = layOut(boxes, links);
        const svg = svgElement('svg', { width: width + 24, height: height + 24, viewBox: `-12 -12 ${width + 24} ${height + 24}`, role: 'group', 'aria-label': 'Call graph' });
        svg.append(...links.map(link => this.edge(link)), ...boxes.map(box => this.node(box)));
        this.box.replaceChildren(svg);
        this.box.scrollLeft = (boxes[0] === undefined ? 0 : rootOf(boxes).x) - this.box.clientWidth / 2;
        document.getElementById('graph-note').textContent = `${plural(numbers.length, 'function')}, ${plural(edges.length, 'edge')}; dashed: through functions that are not shown`;
    }

    edge({ points, weight, isResidual, isTurned, from, to }) {
        const { view } = this;
        const share = view.whole === 0 ? 0 : Math.min(1, Math.abs(weight / view.whole));
        const group = svgElement('g', { class: weight < 0 ? 'edge less' : 'edge' });
        const path = svgElement('path', { d: pathThrough(points, isTurned), 'stroke-width': 1 + 7 * share });
        if (isResidual) {
            path.setAttribute('stroke-dasharray', '5 4');
        }

        const middle = points[Math.floor((points.length - 1) / 2)], next = points[Math.floor((points.length - 1) / 2) + 1];
        const label = svgElement('text', { x: (middle.x + next.x) / 2, y: isTurned ? (middle.top + next.bottom) / 2 : (middle.bottom + next.top) / 2 });
        label.textContent = formatter(view.unit)(weight);
        group.dataset.edge = `${from} ${to}`;
        group.append(path, arrowHead(points.at(-1), isTurned), label);
        return group;
    }

    node({ number, x, y, width, height, lines, size }) {
        const { view, theme } = this;
        const group = svgElement('g', { class: number === this.chosen ? 'node chosen' : 'node', tabindex: 0, role: 'button', transform: `translate(${x} ${y})` });
        group.dataset.function = number;
        const title = svgElement('title', {});
        title.textContent = view.model.functions[number];
        group.setAttribute('aria-label', `${view.model.functions[number]}: ${lines.slice(-2).join(' ')}`);
        group.append(title, svgElement('rect', { width, height, rx: 6, fill: colorOfBox(view, theme, number) }));
        lines.forEach((line, i) => {
            const text = svgElement('text', { x: width / 2, y: 8 + (i + 0.8) * size * 1.25, 'font-size': size, 'font-weight': i === lines.length - 3 ? 650 : 400 });
            text.textContent = line;
            group.append(text);
        });
        return group;
    }
}

// Where to look first: the widest of those that nobody calls.
function rootOf(boxes) {
    return boxes.reduce((first, box) => box.y < first.y || (box.y === first.y && box.cum > first.cum) ? box : first);
}

// The name in two lines at most, then what it cost: the more by itself, the larger.
function graphBox(view, number) {
    const text = formatter(view.unit);
    const { flat, cum, whole } = view;
    const parts = partsOf(view.model.functions[number]) ?? [view.model.functions[number]];
    const name = [parts.slice(-2, -1).join('.'), parts.at(-1)].filter(part => part !== '').map(part => part.length > 40 ? part.slice(0, 39) + '…' : part);
    const lines = [...name, `${text(flat[number])} (${percentText(flat[number], whole)})`, `of ${text(cum[number])} (${percentText(cum[number], whole)})`];
    const size = 10.5 + 9 * Math.sqrt(whole === 0 ? 0 : Math.min(1, Math.abs(flat[number] / whole)));
    const longest = Math.max(...lines.map(line => line.length));
    return { number, lines, size, cum: Math.abs(cum[number]), width: longest * size * 0.6 + 20, height: lines.length * size * 1.25 + 14 };
}

function colorOfBox(view, theme, number) {
    return view.isDifference ? colorOfChange(theme, view.cum[number], view.baseCum[number])
        : colorOfFunction(theme, view.model, number);
}

function pathThrough(points, isTurned) {
    const ends = points.map((point, i) => [i === 0 ? point[isTurned ? 'top' : 'bottom'] : point[isTurned ? 'bottom' : 'top'], point[isTurned ? 'top' : 'bottom']]);
    let path = `M ${points[0].x} ${ends[0][0]}`;
    for (let i = 1; i < points.length; i++) {
        const [from, to] = [i === 1 ? ends[0][0] : ends[i - 1][1], ends[i][0]];
        const middle = (from + to) / 2;
        path += ` C ${points[i - 1].x} ${middle} ${points[i].x} ${middle} ${points[i].x} ${to}`;
        path += i < points.length - 1 ? ` L ${points[i].x} ${ends[i][1]}` : '';
    }

    return path;
}

// At the box that is called: from above, or from below where the edge leads back up.
function arrowHead({ x, top, bottom }, isTurned) {
    const [y, back] = isTurned ? [bottom, 9] : [top, -9];
    return svgElement('path', { class: 'head', d: `M ${x - 4.5} ${y + back} L ${x} ${y} L ${x + 4.5} ${y + back} Z` });
}

function svgElement(name, attributes) {
    const result = document.createElementNS(document.getElementById('svg').namespaceURI, name);
    for (const [key, value] of Object.entries(attributes)) {
        result.setAttribute(key, value);
    }

    return result;
}

// Lines, callers and callees of the chosen function.
class Inspect {
    constructor({ onChoose }) {
        this.onChoose = onChoose;
        this.panel = document.getElementById('inspect');
        this.panel.addEventListener('click', event => {
            const button = event.target.closest('button[data-function]');
            if (button !== null) {
                this.onChoose(Number(button.dataset.function));
            }
        });
    }

    show(view, chosen) {
        this.panel.replaceChildren(...(chosen < 0 ? this.hint() : this.content(view, chosen)));
    }

    hint() {
        const heading = element('h2', '', 'Lines, callers and callees');
        heading.id = 'inspect-name';
        return [heading, element('p', 'hint', 'Choose a function in the graph or in the table to see its lines, who called it and what it called.')];
    }

    content(view, chosen) {
        const { model } = view;
        const heading = element('h2', 'inspect-name', model.functions[chosen]);
        heading.id = 'inspect-name';
        const text = formatter(view.unit);
        const { callers, callees } = edgesOf(view, chosen);
        const figures = element('dl', 'figures', [
            ...figure('Flat', text(view.flat[chosen]), percentText(view.flat[chosen], view.whole)),
            ...figure('Cum', text(view.cum[chosen]), percentText(view.cum[chosen], view.whole)),
            ...(view.isDifference ? figure('Before', text(view.baseCum[chosen]), `now ${text(view.baseCum[chosen] + view.cum[chosen])}`) : [])]);
        return [heading, element('p', 'place', beginOf(model, chosen)), figures, ...this.lines(view, chosen, text),
            ...this.list('Callers', callers, view, chosen), ...this.list('Callees', callees, view, chosen)];
    }

    lines(view, chosen, text) {
        const lines = linesOf(view, chosen);
        if (lines.length === 0) {
            return [];
        }

        const heading = element('h3', '', 'Lines');
        heading.id = 'inspect-lines';
        const head = element('thead', '', [element('tr', '', ['Flat', 'Cum', 'Cum %', 'Line'].map((name, i) => headCell(name, i < 3)))]);
        const rows = lines.slice(0, shownLines).map(({ place, flat, cum }) => element('tr', '', [
            element('td', 'number', flat === 0 ? '' : text(flat)), element('td', 'number', text(cum)), percentCell(cum, view.whole),
            lineCell(placeText(view.model, place))]));
        const table = element('table', 'edges', [head, element('tbody', '', rows)]);
        table.setAttribute('aria-labelledby', heading.id);
        const rest = lines.length - shownLines;
        return [heading, table, ...(rest > 0 ? [element('p', 'hint', `… and ${plural(rest, 'more line')} of less`)] : [])];
    }

    list(title, edges, view, chosen) {
        const heading = element('h3', '', title);
        heading.id = 'inspect-' + title.toLowerCase();
        if (edges.length === 0) {
            return [heading, element('p', 'hint', view.model.isPartial ? 'None of the program’s own.' : title === 'Callers' ? 'None: a thread’s first frame.' : 'None: a leaf.')];
        }

        const text = formatter(view.unit);
        const rows = edges.slice(0, shownEdges).map(([number, value]) => this.row(view, number, text(value), value, view.cum[chosen]));
        const table = element('table', 'edges', [element('tbody', '', rows)]);
        table.setAttribute('aria-labelledby', heading.id);
        const rest = edges.length - shownEdges;
        return [heading, table, ...(rest > 0 ? [element('p', 'hint', `… and ${plural(rest, 'more function')} of less`)] : [])];
    }

    row(view, number, text, value, cum) {
        const button = nameElement('button', 'split', view.model.functions[number]);
        button.type = 'button';
        button.dataset.function = number;
        return element('tr', '', [element('td', 'number', text), percentCell(value, cum), element('td', 'name', [button])]);
    }
}

// More are no list that a person reads; the graph shows them.
const shownEdges = 200;
const shownLines = 20;

// The file's name is enough to know it by; all of the path is one hover away.
function lineCell(text) {
    const cell = element('td', 'line', text === '' ? 'unknown line' : text.replace(/^.*[\/\\]/, ''));
    cell.title = text;
    return cell;
}

function headCell(name, isNumber) {
    const cell = element('th', isNumber ? 'number' : '', name);
    cell.scope = 'col';
    return cell;
}

function figure(name, text, percent) {
    return [element('dt', '', name), element('dd', '', [element('b', '', text), ' ' + percent])];
}

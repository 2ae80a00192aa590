// The lines of the chosen function's source with what each weighs, as pprof -list prints them. Where the text is not in the page, the
// lines that have a weight.
class SourceView {
    constructor() {
        this.box = document.getElementById('source');
    }

    show(view, chosen) {
        this.box.replaceChildren(...(chosen < 0 ? [element('p', 'hint', 'Choose a function to see its lines.')] : this.content(view, chosen)));
        this.box.querySelector('tr.hottest')?.scrollIntoView({ block: 'center' });
    }

    content(view, chosen) {
        const { model } = view;
        const text = formatter(view.unit);
        const lines = linesOf(view, chosen).filter(line => line.place > 0);
        const head = element('p', 'source-head', [element('b', '', model.functions[chosen]),
            ` flat ${text(view.flat[chosen])} (${percentText(view.flat[chosen], view.whole)}), cum ${text(view.cum[chosen])} (${percentText(view.cum[chosen], view.whole)})`]);
        if (lines.length === 0) {
            return [head, element('p', 'hint', 'The profile has no lines of this function.')];
        }

        const files = [...new Set(lines.map(line => model.placeFiles[line.place]))];
        return [head, ...files.flatMap(file => this.file(view, chosen, file, lines.filter(line => model.placeFiles[line.place] === file)))];
    }

    file(view, chosen, file, lines) {
        const { model } = view;
        const parts = model.sources.filter(part => part.file === file);
        const figures = new Map(lines.map(line => [model.placeLines[line.place], line]));
        const begin = model.fileOf[chosen] === file && model.startLines[chosen] > 0 ? model.startLines[chosen] : Infinity;
        const first = Math.min(begin, ...figures.keys()), last = Math.max(...figures.keys());
        const wanted = parts.filter(part => part.first <= last + 4 && part.first + part.lines.length > first - 4);
        const rows = wanted.length > 0 ? textRows(wanted, first - 4, last + 4) : [...figures.keys()].sort((a, b) => a - b).map(line => [line, null]);
        const note = wanted.length > 0 ? [] : [element('p', 'hint', parts.length > 0 ? 'These lines are not in the page.'
            : 'The source is not in the page: it was not found, or not asked for, where the page was written.')];
        return [element('p', 'place', model.files[file]), ...note, this.table(view, rows, figures)];
    }

    table(view, rows, figures) {
        const text = formatter(view.unit);
        const hottest = Math.max(...[...figures.values()].map(line => Math.abs(line.cum)));
        const cells = rows.map(([number, source]) => {
            const { flat = 0, cum = 0 } = figures.get(number) ?? {};
            const row = element('tr', cum === 0 && flat === 0 ? '' : Math.abs(cum) === hottest ? 'warm hottest' : 'warm', [
                element('td', 'number', flat === 0 ? '' : text(flat)), element('td', 'number', cum === 0 ? '' : text(cum)),
                element('td', 'number line-number', String(number)), element('td', 'code', source ?? '')]);
            row.style.setProperty('--share', hottest === 0 ? 0 : Math.abs(cum) / hottest);
            return row;
        });
        const head = element('thead', '', [element('tr', '', ['Flat', 'Cum', 'Line', 'Source'].map((name, i) => headCell(name, i < 3)))]);
        return element('table', 'source-lines', [head, element('tbody', '', cells)]);
    }
}

function textRows(parts, first, last) {
    return parts.flatMap(part => part.lines.map((text, i) => [part.first + i, text])).filter(([number]) => number >= first && number <= last);
}

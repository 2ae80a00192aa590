// The table of functions. Only the rows in sight are in the document: a profile may have a hundred thousand.
const tableRowHeight = 26;

class TopTable {
    constructor({ onChoose }) {
        this.onChoose = onChoose;
        this.scroller = document.getElementById('top-scroll');
        this.table = document.getElementById('top');
        this.body = document.getElementById('top-rows');
        this.count = document.getElementById('top-count');
        this.sort = { by: 'flat', descending: true };
        this.matches = null;
        this.status = 'all';
        this.chosen = -1;
        this.rows = [];
        this.listen();
    }

    listen() {
        this.scroller.addEventListener('scroll', () => this.repaint(), { passive: true });
        new ResizeObserver(() => this.repaint()).observe(this.scroller);
        this.scroller.addEventListener('keydown', event => this.onKey(event));
        this.body.addEventListener('click', event => this.onChoose(Number(event.target.closest('tr')?.dataset.function ?? -1)));
        for (const button of this.table.querySelectorAll('[data-sort]')) {
            button.addEventListener('click', () => this.sortBy(button.dataset.sort));
        }
    }

    show(view) {
        this.view = view;
        this.text = formatter(view.unit, rangeOf(view));
        this.refresh();
    }

    set(changes) {
        Object.assign(this, changes);
        this.refresh();
    }

    sortBy(by) {
        this.sort = { by, descending: this.sort.by === by ? !this.sort.descending : by !== 'name' };
        this.scroller.scrollTop = 0;
        this.refresh();
    }

    refresh() {
        const { flat, cum, model } = this.view;
        this.rows = [];
        let all = 0;
        for (let number = 0; number < model.functions.length; number++) {
            if (flat[number] !== 0 || cum[number] !== 0) {
                all++;
                if ((this.matches === null || this.matches[number]) && hasStatus(this.view, number, this.status)) {
                    this.rows.push(number);
                }
            }
        }

        this.rows.sort(comparerOf(this.view, this.sort));
        this.count.textContent = this.rows.length === all ? plural(all, 'function') : `${this.rows.length.toLocaleString('en')} of ${plural(all, 'function')}`;
        this.table.setAttribute('aria-rowcount', this.rows.length + 1);
        this.showSort();
        this.repaint();
    }

    showSort() {
        for (const button of this.table.querySelectorAll('[data-sort]')) {
            const isSorted = button.dataset.sort === this.sort.by;
            button.parentElement.setAttribute('aria-sort', !isSorted ? 'none' : this.sort.descending ? 'descending' : 'ascending');
        }
    }

    repaint() {
        // There may be fewer rows than when it was scrolled to where it is.
        const inSight = Math.ceil(this.scroller.clientHeight / tableRowHeight);
        const first = Math.max(0, Math.min(Math.floor(this.scroller.scrollTop / tableRowHeight), this.rows.length - inSight) - 5);
        const last = Math.min(this.rows.length, first + inSight + 10);
        const rows = [];
        for (let i = first; i < last; i++) {
            rows.push(this.rowOf(i));
        }

        this.body.replaceChildren(spacer(first), ...rows, spacer(this.rows.length - last));
    }

    rowOf(index) {
        const { view, text } = this;
        const number = this.rows[index];
        const name = element('td', 'name', [nameElement('div', 'split', view.model.functions[number]), ...statusBadge(view, number)]);
        const row = element('tr', number === this.chosen ? 'chosen' : '', [
            element('td', 'number', text(view.flat[number])), percentCell(view.flat[number], view.whole),
            element('td', 'number', text(view.cum[number])), percentCell(view.cum[number], view.whole), name]);
        row.dataset.function = number;
        row.setAttribute('aria-rowindex', index + 2);
        row.setAttribute('aria-current', number === this.chosen);
        return row;
    }

    // The heaviest of the program's own, else of all.
    first() {
        const { model } = this.view;
        return this.rows.find(number => kindOfFunction(model, number) === 'program') ?? this.rows[0] ?? -1;
    }

    // Called for a function chosen elsewhere, too.
    choose(number) {
        this.chosen = number;
        const y = this.rows.indexOf(number) * tableRowHeight;
        if (y >= 0 && (y < this.scroller.scrollTop || y > this.scroller.scrollTop + this.scroller.clientHeight - 3 * tableRowHeight)) {
            this.scroller.scrollTop = Math.max(0, y - this.scroller.clientHeight / 3);
        }

        this.repaint();
    }

    onKey(event) {
        const at = this.rows.indexOf(this.chosen);
        const target = { ArrowDown: at + 1, ArrowUp: Math.max(0, at - 1), Home: 0, End: this.rows.length - 1 }[event.key];
        if (target !== undefined && this.rows[target] !== undefined && !hasModifier(event)) {
            this.onChoose(this.rows[target]);
            event.preventDefault();
        }
    }
}

// What a difference made of a function: it was not there before, it is not there any more, it costs more or less.
function statusOf(view, number) {
    const before = view.baseCum[number], now = before + view.cum[number];
    return before === 0 ? 'new' : now === 0 ? 'gone' : view.cum[number] > 0 ? 'more' : 'less';
}

function hasStatus(view, number, wanted) {
    return !view.isDifference || wanted === 'all' || statusOf(view, number) === wanted;
}

function statusBadge(view, number) {
    const status = view.isDifference ? statusOf(view, number) : '';
    return status === 'new' || status === 'gone' ? [element('span', `badge ${status}`, status)] : [];
}

function percentCell(value, whole) {
    const cell = element('td', 'number percent', percentText(value, whole));
    cell.style.setProperty('--share', whole === 0 ? 0 : Math.min(1, Math.abs(value / whole)));
    return cell;
}

function spacer(rows) {
    const row = document.createElement('tr');
    row.className = 'spacer';
    row.setAttribute('aria-hidden', 'true');
    row.style.height = rows * tableRowHeight + 'px';
    return row;
}

// pprof chooses a list's unit by the functions it prints by default: those of at least half a percent.
function rangeOf({ flat, cum, whole }) {
    let smallest = 0;
    for (let number = 0; number < cum.length; number++) {
        const value = Math.abs(flat[number]) || Math.abs(cum[number]);
        if (value > 0 && Math.abs(cum[number]) >= Math.trunc(whole * 0.005) && (smallest === 0 || value < smallest)) {
            smallest = value;
        }
    }

    return { smallest, largest: whole };
}

function comparerOf({ flat, cum, model }, { by, descending }) {
    const sign = descending ? 1 : -1;
    const names = (a, b) => compareText(model.functions[a], model.functions[b]);
    if (by === 'name') {
        return (a, b) => -sign * names(a, b);
    }

    const [first, second] = by === 'flat' ? [flat, cum] : [cum, flat];
    return (a, b) => sign * (Math.abs(first[b]) - Math.abs(first[a])) || Math.abs(second[b]) - Math.abs(second[a]) || names(a, b);
}

function plural(count, name) {
    return `${count.toLocaleString('en')} ${name}${count === 1 ? '' : 's'}`;
}

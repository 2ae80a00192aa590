// The choice of views, and of values: one of several, by mouse and by arrow keys.
const viewKinds = [
    { kind: 'flame', text: 'Flame graph', title: 'Callers above, what they called below' },
    { kind: 'inverted', text: 'Inverted', title: 'From the functions that cost by themselves to who called them' },
    { kind: 'sandwich', text: 'Sandwich', title: 'One function: all its callers above it, all it called below' },
    { kind: 'graph', text: 'Call graph', title: 'The heaviest functions and who calls whom' },
    { kind: 'source', text: 'Source', title: 'The lines of one function with what each cost' },
    { kind: 'table', text: 'Table', title: 'The table alone' },
];

function isTreeView(kind) {
    return ['flame', 'inverted', 'sandwich'].includes(kind);
}

class Segments {
    constructor(box, onChoose) {
        Object.assign(this, { box, onChoose });
        box.addEventListener('click', event => {
            const button = event.target.closest('button');
            if (button !== null) {
                onChoose(Number(button.dataset.number));
            }
        });
        box.addEventListener('keydown', event => this.onKey(event));
    }

    fill(items) {
        this.box.replaceChildren(...items.map(({ text, title }, number) => {
            const button = element('button', '', text);
            Object.assign(button, { type: 'button', role: 'radio', title });
            button.dataset.number = number;
            return button;
        }));
    }

    set(number) {
        this.number = number;
        [...this.box.children].forEach((button, i) => {
            button.setAttribute('aria-checked', i === number);
            button.tabIndex = i === number ? 0 : -1;
        });
        this.box.children[number]?.scrollIntoView?.({ block: 'nearest', inline: 'nearest' });
    }

    onKey(event) {
        const step = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
        if (step !== undefined && !hasModifier(event)) {
            const count = this.box.children.length;
            const next = (this.number + step + count) % count;
            this.onChoose(next);
            this.box.children[next].focus();
            event.preventDefault();
        }
    }
}

class Views {
    constructor({ onView }) {
        this.segments = new Segments(document.getElementById('views'), number => onView(viewKinds[number].kind));
        this.segments.fill(viewKinds);
    }

    set(kind) {
        this.segments.set(viewKinds.findIndex(one => one.kind === kind));
    }
}

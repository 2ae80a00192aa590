// Whose code it is: four kinds, each with what its functions cost by themselves, shown or hidden at a click; and async machinery and pool
// frames, folded until somebody wants to see them.
const origins = [
    { kind: 'program', text: 'Program', title: 'Code of the program itself' },
    { kind: 'package', text: 'Packages', title: 'Code of packages that the program uses' },
    { kind: 'framework', text: 'Framework', title: 'Code of .NET and ASP.NET Core' },
    { kind: 'native', text: 'Runtime', title: 'The runtime, the system and other native code' },
];

class Legend {
    constructor({ onToggle, onFold }) {
        this.box = document.getElementById('legend');
        this.box.addEventListener('click', event => {
            const button = event.target.closest('button');
            if (button?.dataset.kind === 'plumbing') {
                onFold();
            } else if (button !== null) {
                onToggle(button.dataset.kind);
            }
        });
    }

    show(model, view, { hidden, isFolded, theme }) {
        const sums = originSums(model, view);
        const present = origins.filter(({ kind }) => model.functions.some((name, number) => kindOfFunction(model, number) === kind));
        const buttons = present.map(({ kind, text, title }) => legendButton(kind, [
            swatch(theme, kind), `${text} `, element('span', 'share', percentText(sums[kind] ?? 0, view.whole))], `${title}. Hidden, what it costs counts for its callers.`, !hidden.has(kind)));
        const folds = model.functions.some(isPlumbing) ? [legendButton('plumbing', ['Async and pool frames'],
            'Frames of async machinery and of the thread pool between those of others. Folded, nobody’s figures change.', !isFolded)] : [];
        this.box.replaceChildren(...(present.length > 1 ? buttons : []), ...folds);
    }
}

function legendButton(kind, content, title, isShown) {
    const button = element('button', 'chip', content);
    Object.assign(button, { type: 'button', title });
    button.dataset.kind = kind;
    button.setAttribute('aria-pressed', isShown);
    return button;
}

function swatch(theme, kind) {
    const result = element('span', 'swatch', '');
    result.style.setProperty('--swatch', palettes[theme][kind](kind === 'native' ? null : hues[0]));
    return result;
}

// Of the whole model, whatever is hidden.
function originSums(model, view) {
    const sums = {};
    forEachValue({ ...view, model }, (sample, value, base) => {
        const number = model.functionOf[model.leaves[sample]];
        const kind = number < 0 ? '' : kindOfFunction(model, number);
        sums[kind] = (sums[kind] ?? 0) + value - base;
    });
    return sums;
}

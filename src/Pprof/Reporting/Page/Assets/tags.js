// Filters by labels: of one key any will do, of different keys all must be there, as with several -tagfocus; a filter can be turned
// around, as with -tagignore.
const shownTags = 500;

class Tags {
    constructor({ onChange }) {
        this.select = document.getElementById('tags');
        this.chips = document.getElementById('filters');
        this.filters = [];
        this.select.addEventListener('change', () => {
            const label = this.select.value;
            onChange(label === '' ? [] : [...this.filters.filter(one => one.label !== Number(label)), { label: Number(label), isNot: false }]);
        });
        this.chips.addEventListener('click', event => {
            const button = event.target.closest('button[data-filter]');
            if (button !== null) {
                onChange(changed(this.filters, Number(button.dataset.filter), button.dataset.action));
                (this.chips.querySelector(`[data-filter="${button.dataset.filter}"]`) ?? this.select).focus();
            }
        });
    }

    show(view) {
        this.filters = view.filters;
        fillTags(this.select, view);
        this.chips.replaceChildren(...view.filters.map((filter, number) => filterChip(view.model, filter, number)));
    }
}

function changed(filters, number, action) {
    return action === 'remove' ? filters.filter((_, i) => i !== number)
        : filters.map((filter, i) => i === number ? { ...filter, isNot: !filter.isNot } : filter);
}

function filterChip(model, { label, isNot }, number) {
    const text = labelText(model.labels[label]);
    const turn = element('button', '', isNot ? `not ${text}` : text);
    const remove = element('button', 'remove', '×');
    Object.assign(turn, { type: 'button', title: isNot ? 'Samples without this label are shown. Press for those with it.' : 'Samples with this label are shown. Press for those without it.' });
    Object.assign(remove, { type: 'button', title: `Remove the filter ${text}` });
    remove.setAttribute('aria-label', remove.title);
    for (const [button, action] of [[turn, 'turn'], [remove, 'remove']]) {
        button.dataset.filter = number;
        button.dataset.action = action;
    }

    return element('span', 'filter', [turn, remove]);
}

function labelText([key, text, number, unit]) {
    return `${key}=${text !== '' ? text : formatter(unit || key)(number)}`;
}

function fillTags(select, view) {
    const { model } = view;
    const weights = labelWeights(view);
    const ranked = [...weights.keys()].filter(label => model.labels[label][0] !== windowKey).sort((a, b) => weights[b] - weights[a]);
    const groups = new Map();
    for (const label of ranked.slice(0, shownTags)) {
        const key = model.labels[label][0];
        groups.set(key, [...(groups.get(key) ?? []), option(label, `${labelText(model.labels[label])} · ${percentText(weights[label], view.whole)}`)]);
    }

    const hidden = ranked.length - shownTags;
    select.replaceChildren(option('', 'All samples'), ...[...groups].map(([key, options]) => {
        const group = element('optgroup', '', options);
        group.label = key;
        return group;
    }), ...(hidden > 0 ? [disabled(option('', `… and ${plural(hidden, 'label')} of less`))] : []));
    select.value = view.filters.at(-1)?.label ?? '';
    document.getElementById('tags-field').hidden = ranked.length === 0;
}

// Of all samples, whatever label is chosen now.
function labelWeights(view) {
    const { model } = view;
    const weights = new Float64Array(model.labels.length);
    forEachPair(view, (sample, value, base) => {
        for (const label of model.labelSets[model.labelSetOf[sample]]) {
            weights[label] += Math.max(Math.abs(value), Math.abs(base));
        }
    });
    return weights;
}

function option(value, text) {
    const result = element('option', '', text);
    result.value = value;
    return result;
}

function disabled(option) {
    option.disabled = true;
    return option;
}

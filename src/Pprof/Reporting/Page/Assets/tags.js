// The choice of labels: the samples that carry one, with their share.
const shownTags = 500;

function labelText([key, text, number, unit]) {
    return `${key}=${text !== '' ? text : formatter(unit || key)(number)}`;
}

function fillTags(select, view) {
    const { model } = view;
    const weights = labelWeights(view);
    const ranked = [...weights.keys()].sort((a, b) => weights[b] - weights[a]);
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
    select.value = view.label ?? '';
    document.getElementById('tags-field').hidden = model.labels.length === 0;
}

// Of all samples, whatever label is chosen now.
function labelWeights({ model, type }) {
    const weights = new Float64Array(model.labels.length);
    const values = model.values[type];
    for (let sample = 0; sample < values.length; sample++) {
        for (const label of model.labelSets[model.labelSetOf[sample]]) {
            weights[label] += Math.abs(values[sample]);
        }
    }

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

// The profile as seen through one sample type and one label: what each node and each function weighs.
//   size: sum of absolute values at and below a node; gives the width. Equal to total unless a value is negative, as in a difference.
//   whole: sum of absolute values of all samples, with the label or not: what percentages refer to, as in pprof.
function makeView(model, type, label) {
    const view = {
        model, type, label,
        unit: model.types[type][1],
        self: new Float64Array(model.count),
        total: new Float64Array(model.count),
        size: new Float64Array(model.count),
        flat: new Float64Array(model.functions.length),
        cum: new Float64Array(model.functions.length),
        whole: 0,
        hasNegative: false,
    };
    addSamples(view);
    addSubtrees(view);
    addFunctions(view);
    return view;
}

function addSamples(view) {
    const { model, self, size } = view;
    for (const value of model.values[view.type]) {
        view.whole += Math.abs(value);
    }

    forEachValue(view, (sample, value) => {
        self[model.leaves[sample]] += value;
        size[model.leaves[sample]] += Math.abs(value);
        view.hasNegative ||= value < 0;
    });
}

// Samples that have the label, and a value.
function forEachValue({ model, type, label }, action) {
    const values = model.values[type];
    const wanted = model.labelSets.map(set => label === null || set.includes(label));
    for (let sample = 0; sample < values.length; sample++) {
        if (values[sample] !== 0 && wanted[model.labelSetOf[sample]]) {
            action(sample, values[sample]);
        }
    }
}

function addSubtrees({ model, self, total, size }) {
    total.set(self);
    for (let node = model.count - 1; node > 0; node--) {
        total[model.parent[node]] += total[node];
        size[model.parent[node]] += size[node];
    }
}

function addFunctions({ model, self, total, flat, cum }) {
    for (let node = 1; node < model.count; node++) {
        flat[model.functionOf[node]] += self[node];
        cum[model.functionOf[node]] += model.isOutermost[node] ? total[node] : 0;
    }
}

// What the samples weigh that have a matching function anywhere, each once; and where the outermost matches are.
function matchTotals(view, matches) {
    const { model, total } = view;
    const isBelow = new Uint8Array(model.count);
    let sum = 0;
    for (let node = 1; node < model.count; node++) {
        const isMatch = matches[model.functionOf[node]];
        sum += isMatch && !isBelow[model.parent[node]] ? total[node] : 0;
        isBelow[node] = isMatch || isBelow[model.parent[node]];
    }

    return sum;
}

// The profile as seen through one sample type, some labels, and a span of time: what each node and each function weighs.
//   size: gives the width. The sum of absolute values at and below a node; in a difference, of the larger of the two values.
//   whole: sum of absolute values of all samples, with the labels or not: what percentages refer to, as in pprof; of the base in a difference.
//   base…: in a difference, the same of the base; self, total, flat and cum are then what was added.
function makeView(model, choice) {
    const functions = model.functions.length;
    const view = {
        model, ...choice, unit: model.types[choice.type][1], ratio: 1, whole: 0, hasNegative: false,
        isDifference: model.baseValues !== null || choice.baseSpan !== null,
        self: new Float64Array(model.count), total: null, size: new Float64Array(model.count),
        flat: new Float64Array(functions), cum: new Float64Array(functions),
    };
    if (view.isDifference) {
        Object.assign(view, { baseSelf: new Float64Array(model.count), baseFlat: new Float64Array(functions), baseCum: new Float64Array(functions) });
    }

    view.wanted = model.labelSets.map(set => hasLabels(model, set, choice.filters));
    addWhole(view);
    addSamples(view);
    view.total = sumSubtrees(model, view.self);
    view.size = sumSubtrees(model, view.size);
    addFunctions(model, view.self, view.total, view.flat, view.cum);
    if (view.isDifference) {
        view.baseTotal = sumSubtrees(model, view.baseSelf);
        addFunctions(model, view.baseSelf, view.baseTotal, view.baseFlat, view.baseCum);
    }

    return view;
}

// Of one key any will do; of different keys all must be there; and none that is excluded.
function hasLabels(model, set, filters) {
    const wanted = new Map();
    for (const { label, isNot } of filters) {
        if (isNot && set.includes(label)) {
            return false;
        }

        const key = model.labels[label][0];
        if (!isNot) {
            wanted.set(key, wanted.get(key) === true || set.includes(label));
        }
    }

    return [...wanted.values()].every(has => has);
}

// Percentages of a difference are those of the base, as with -diff_base; where the base is empty, of all that changed.
function addWhole(view) {
    let now = 0, before = 0, sumNow = 0, sumBefore = 0;
    forEachPair(view, (sample, value, base) => {
        now += Math.abs(value);
        before += Math.abs(base);
        sumNow += value;
        sumBefore += base;
    });
    view.ratio = view.isDifference && view.isNormalized && sumNow !== 0 && sumBefore !== 0 ? sumBefore / sumNow : 1;
    view.whole = view.isDifference && before > 0 ? before : now * Math.abs(view.ratio);
}

function addSamples(view) {
    const { model, self, size, baseSelf } = view;
    const nowOf = view.isDifference ? new Float64Array(model.count) : null;
    forEachValue(view, (sample, value, base) => {
        const leaf = model.leaves[sample];
        self[leaf] += value - base;
        if (view.isDifference) {
            baseSelf[leaf] += base;
            nowOf[leaf] += value;
        } else {
            size[leaf] += Math.abs(value);
        }

        view.hasNegative ||= value < 0;
    });
    for (let node = 0; view.isDifference && node < model.count; node++) {
        size[node] = Math.max(Math.abs(nowOf[node]), Math.abs(baseSelf[node]));
    }
}

// Samples that have the labels, and a value: what was measured, and what the base had.
function forEachValue(view, action) {
    const { model, wanted, ratio } = view;
    forEachPair(view, (sample, value, base) => {
        if (wanted[model.labelSetOf[sample]]) {
            action(sample, ratio === 1 ? value : Math.round(value * ratio), base);
        }
    });
}

function forEachPair({ model, type, span, baseSpan }, action) {
    const values = model.values[type];
    const bases = model.baseValues === null ? null : model.baseValues[type];
    const isInSpan = span === null ? null : spanTest(model, span), isInBase = baseSpan === null ? null : spanTest(model, baseSpan);
    for (let sample = 0; sample < values.length; sample++) {
        const set = model.labelSetOf[sample];
        const value = isInSpan === null || isInSpan[set] ? values[sample] : 0;
        const base = bases !== null ? bases[sample] : isInBase !== null && isInBase[set] ? values[sample] : 0;
        if (value !== 0 || base !== 0) {
            action(sample, value, base);
        }
    }
}

function sumSubtrees({ count, parent }, values) {
    const sums = values.slice();
    for (let node = count - 1; node > 0; node--) {
        sums[parent[node]] += sums[node];
    }

    return sums;
}

function addFunctions(model, self, total, flat, cum) {
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

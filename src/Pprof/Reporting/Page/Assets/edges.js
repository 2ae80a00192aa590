// Who called the function and whom it called, as pprof -peek counts: a pair of caller and callee once for each sample, however often
// the stack repeats it, and a function's calls of itself not at all.
function edgesOf(view, chosen) {
    const { model, self } = view;
    const callers = new Map(), callees = new Map();
    const seenAbove = new Int32Array(model.functions.length), seenBelow = new Int32Array(model.functions.length);
    const hasChosen = new Uint8Array(model.count);
    for (let leaf = 1; leaf < model.count; leaf++) {
        hasChosen[leaf] = hasChosen[model.parent[leaf]] || model.functionOf[leaf] === chosen ? 1 : 0;
        if (!hasChosen[leaf] || self[leaf] === 0) {
            continue;
        }

        for (let node = leaf; model.parent[node] > 0; node = model.parent[node]) {
            const callee = model.functionOf[node], caller = model.functionOf[model.parent[node]];
            if (callee === chosen && caller !== chosen && seenAbove[caller] !== leaf) {
                seenAbove[caller] = leaf;
                callers.set(caller, (callers.get(caller) ?? 0) + self[leaf]);
            } else if (caller === chosen && callee !== chosen && seenBelow[callee] !== leaf) {
                seenBelow[callee] = leaf;
                callees.set(callee, (callees.get(callee) ?? 0) + self[leaf]);
            }
        }
    }

    return { callers: sortedEdges(callers, model), callees: sortedEdges(callees, model) };
}

function sortedEdges(edges, model) {
    return [...edges]
        .filter(([, value]) => value !== 0)
        .sort(([a, x], [b, y]) => Math.abs(y) - Math.abs(x) || compareText(model.functions[a], model.functions[b]));
}

// By code unit, like pprof: an order that depends on the reader's language would not be the same for two people.
function compareText(a, b) {
    return a < b ? -1 : a > b ? 1 : 0;
}

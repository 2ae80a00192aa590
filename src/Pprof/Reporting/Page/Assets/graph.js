// The call graph of the heaviest functions: which of them, and who calls whom, as pprof chooses and counts.

// Callers and callees among the shown functions: each pair once for each sample. Where a caller is not shown, the nearest one above that is,
// takes its place, and the edge is a residual one.
function edgesBetween(view, isShown) {
    const { model, total } = view;
    const above = new Int32Array(model.count), edgeOf = new Int32Array(model.count).fill(-1);
    const known = new Map(), edges = [];
    for (let node = 1; node < model.count; node++) {
        const parent = model.parent[node];
        const caller = above[node] = parent > 0 && isShown[model.functionOf[parent]] ? parent : above[parent];
        const to = model.functionOf[node], from = caller === 0 ? -1 : model.functionOf[caller];
        if (from < 0 || from === to || !isShown[to]) {
            continue;
        }

        const key = from * model.functions.length + to;
        if (!known.has(key)) {
            known.set(key, edges.length);
            edges.push({ from, to, weight: 0, isResidual: false });
        }

        edgeOf[node] = known.get(key);
        edges[edgeOf[node]].isResidual ||= caller !== parent;
    }

    // Within itself the same edge counts no second time.
    const open = new Int32Array(edges.length);
    walk(model, node => {
        if (edgeOf[node] >= 0 && open[edgeOf[node]]++ === 0) {
            edges[edgeOf[node]].weight += total[node];
        }
    }, node => {
        if (edgeOf[node] >= 0) {
            open[edgeOf[node]]--;
        }
    });
    return edges.filter(edge => edge.weight !== 0);
}

// The functions that say most: pprof's score, the cumulative value times the entropy of the edges, plus the flat value
// (entropyScore in google/pprof, internal/graph/graph.go). A function that only passes on what one other calls says little.
function heaviestFunctions(view, edges, most) {
    const { flat, cum, model } = view;
    const callers = new Map(), callees = new Map();
    for (const edge of edges) {
        callers.set(edge.to, [...(callers.get(edge.to) ?? []), edge.weight]);
        callees.set(edge.from, [...(callees.get(edge.from) ?? []), edge.weight]);
    }

    const score = number => Math.abs(flat[number]) + Math.abs(cum[number]) * (
        entropyOf(callers.get(number), 0) + entropyOf(callees.get(number), Math.abs(flat[number])));
    const least = Math.trunc(view.whole * 0.005);
    return [...cum.keys()].filter(number => cum[number] !== 0 && Math.abs(cum[number]) >= least)
        .map(number => ({ number, score: score(number) }))
        .sort((a, b) => b.score - a.score || compareText(model.functions[a.number], model.functions[b.number]))
        .slice(0, most).map(one => one.number);
}

function entropyOf(weights, self) {
    if (weights === undefined) {
        return 1;
    }

    const parts = [...weights.map(Math.abs), self].filter(part => part > 0);
    const sum = parts.reduce((a, b) => a + b, 0);
    return parts.reduce((entropy, part) => entropy - part / sum * Math.log2(part / sum), 0);
}

function graphOf(view, most) {
    const all = edgesBetween(view, new Uint8Array(view.model.functions.length).fill(1));
    const numbers = heaviestFunctions(view, all, most);
    const isShown = new Uint8Array(view.model.functions.length);
    for (const number of numbers) {
        isShown[number] = 1;
    }

    const least = view.whole * 0.001;
    const edges = edgesBetween(view, isShown).filter(edge => Math.abs(edge.weight) >= least)
        .sort((a, b) => Math.abs(a.weight) - Math.abs(b.weight) || a.from - b.from || a.to - b.to);
    return { numbers, edges: withoutRedundant(edges) };
}

// A residual edge says nothing where another way leads from the one to the other.
function withoutRedundant(edges) {
    let kept = edges;
    for (const edge of edges) {
        const others = kept.filter(other => other !== edge);
        if (edge.isResidual && isReachable(others, edge.from, edge.to)) {
            kept = others;
        }
    }

    return kept;
}

function isReachable(edges, from, to) {
    const reached = new Set([from]);
    for (const number of reached) {
        for (const edge of edges) {
            if (edge.from === number) {
                reached.add(edge.to);
            }
        }
    }

    return reached.has(to);
}

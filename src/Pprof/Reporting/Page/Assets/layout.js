// Where the boxes are: a node begins at start[node], in units of the value, and is size[node] wide. levels[d] lists the nodes of depth d
// from left to right; the widest callee comes first.
function makeLayout(view) {
    const { model, size } = view;
    const start = new Float64Array(model.count);
    const levels = [[0]];
    for (let depth = 0; depth < levels.length; depth++) {
        const below = [];
        for (const node of levels[depth]) {
            let at = start[node];
            for (const child of orderedChildren(view, node)) {
                start[child] = at;
                at += size[child];
                below.push(child);
            }
        }

        if (below.length > 0) {
            levels.push(below);
        }
    }

    return { view, start, levels };
}

function orderedChildren({ model, size }, node) {
    const children = model.childList.subarray(model.childStart[node], model.childStart[node + 1]).filter(child => size[child] > 0);
    return children.length < 2 ? children : children.sort((a, b) => size[b] - size[a] || compareText(nameOf(model, a), nameOf(model, b)));
}

function nameOf(model, node) {
    return node === 0 ? 'all samples' : model.functions[model.functionOf[node]];
}

// Index of the last node of the level that begins at or before the place, or -1.
function indexAt(layout, level, place) {
    let low = 0, high = level.length - 1;
    while (low <= high) {
        const middle = (low + high) >> 1;
        if (layout.start[level[middle]] <= place) {
            low = middle + 1;
        } else {
            high = middle - 1;
        }
    }

    return high;
}

// The node there, or -1.
function nodeAt(layout, depth, place) {
    const level = layout.levels[depth];
    const index = level === undefined ? -1 : indexAt(layout, level, place);
    return index >= 0 && place < layout.start[level[index]] + layout.view.size[level[index]] ? level[index] : -1;
}

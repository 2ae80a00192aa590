// Where the boxes are: a node begins at start[node], in units of the value, and is size[node] wide. levels[r] lists the nodes of row r
// from left to right; the widest callee, or caller, comes first.
function makeLayout(tree) {
    const start = new Float64Array(tree.count);
    const levels = [];
    const put = node => (levels[tree.row[node]] ??= []).push(node);
    put(0);
    for (let level = [0]; level.length > 0;) {
        const next = [];
        for (const node of level) {
            const at = { '-1': start[node], '1': start[node] };
            for (const child of orderedChildren(tree, node)) {
                const side = sideOf(tree, child);
                start[child] = at[side];
                at[side] += tree.size[child];
                put(child);
                next.push(child);
            }
        }

        level = next;
    }

    return { tree, start, levels };
}

function sideOf(tree, node) {
    return tree.side === null ? 1 : tree.side[node];
}

function orderedChildren(tree, node) {
    const { childList, childStart, size, view, functionOf } = tree;
    const children = childList.subarray(childStart[node], childStart[node + 1]).filter(child => size[child] > 0);
    const name = child => view.model.functions[functionOf[child]];
    return children.length < 2 ? children : children.sort((a, b) => size[b] - size[a] || compareText(name(a), name(b)));
}

function nameOf(tree, node) {
    return tree.functionOf[node] < 0 ? 'all samples' : tree.view.model.functions[tree.functionOf[node]];
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
function nodeAt(layout, row, place) {
    const level = layout.levels[row];
    const index = level === undefined ? -1 : indexAt(layout, level, place);
    return index >= 0 && place < layout.start[level[index]] + layout.tree.size[level[index]] ? level[index] : -1;
}

// The functions from the root to a node, as a link can hold them: a hash of each name, which means the same in the page of another profile.
function pathOf(tree, node) {
    const path = [];
    for (; node > 0; node = tree.parent[node]) {
        path.unshift((sideOf(tree, node) < 0 ? '-' : '') + hashOf(nameOf(tree, node)).toString(36));
    }

    return path.join('.');
}

// As far as it is found.
function nodeOfPath(tree, path) {
    let node = 0;
    for (const step of path === '' ? [] : path.split('.')) {
        const children = tree.childList.subarray(tree.childStart[node], tree.childStart[node + 1]);
        const found = children.find(child => tree.size[child] > 0 && (sideOf(tree, child) < 0 ? '-' : '') + hashOf(nameOf(tree, child)).toString(36) === step);
        if (found === undefined) {
            break;
        }

        node = found;
    }

    return node;
}

// The embedded profile as arrays by node. PageJson.cs is the other side. Node 0 is the root and stands for all samples; every other
// node has a greater number than its parent, so that sums over subtrees are one loop from the last node to the first.
//   isHidden: for each function, whether its frames are left out; what they cost then counts for the nearest caller that is not.
function readModel(json, isHidden) {
    const { parent, frames, sites } = joinLines(json, isHidden);
    const count = frames.length;
    const functionOf = new Int32Array(count).fill(-1);
    const inlined = new Uint8Array(count);
    const depth = new Int32Array(count);
    for (let node = 1; node < count; node++) {
        functionOf[node] = frames[node] >> 1;
        inlined[node] = frames[node] & 1;
        depth[node] = depth[parent[node]] + 1;
    }

    const leaves = Int32Array.from(sites.leaves, site => sites.nodeOf[site]);
    const model = { ...json, isPartial: isHidden.includes(1), leaves, sites, count, parent, functionOf, inlined, depth, ...childrenOf(parent) };
    model.isOutermost = outermost(model);
    return model;
}

// The embedded tree has a place of its own for each line of a function: a site. A node is what is drawn, and has all of them.
function joinLines(json, isHidden) {
    const count = json.frames.length + 1;
    const siteParent = new Int32Array(count).fill(-1);
    const nodeOf = new Int32Array(count);
    const parent = [-1], frames = [-1];
    const known = new Map();
    for (let site = 1; site < count; site++) {
        const frame = json.frames[site - 1];
        siteParent[site] = inSight(site - json.up[site - 1]);
        if (isHidden[frame >> 1]) {
            nodeOf[site] = -1;
            continue;
        }

        const node = nodeOf[siteParent[site]];
        const key = node * 2 * json.functions.length + frame;
        let own = known.get(key);
        if (own === undefined) {
            known.set(key, own = frames.length);
            parent.push(node);
            frames.push(frame);
        }

        nodeOf[site] = own;
    }

    const leaves = json.leaves.map(inSight);
    return { parent: Int32Array.from(parent), frames, sites: { count, parent: siteParent, nodeOf, place: [0].concat(json.places), leaves } };

    // The nearest one that is not hidden is parent, and leaf, in the place of one that is.
    function inSight(site) {
        return nodeOf[site] === -1 ? siteParent[site] : site;
    }
}

// The children of node n are childList[childStart[n]] to childList[childStart[n + 1] - 1].
function childrenOf(parent) {
    const count = parent.length;
    const childStart = new Int32Array(count + 1);
    for (let node = 1; node < count; node++) {
        childStart[parent[node] + 1]++;
    }

    for (let node = 0; node < count; node++) {
        childStart[node + 1] += childStart[node];
    }

    const next = childStart.slice();
    const childList = new Int32Array(count - 1);
    for (let node = 1; node < count; node++) {
        childList[next[parent[node]]++] = node;
    }

    return { childStart, childList };
}

// 1 for a node with no ancestor of the same function: only these count for a cumulative value, so that recursion counts once.
function outermost(model) {
    const result = new Uint8Array(model.count);
    const open = new Int32Array(model.functions.length);
    walk(model, node => {
        result[node] = open[model.functionOf[node]]++ === 0 ? 1 : 0;
    }, node => {
        open[model.functionOf[node]]--;
    });
    return result;
}

// Visits every node but the root, callers first; with a stack of its own, because profiles may be deeper than a script may recurse.
function walk(model, enter, leave) {
    const path = [0];
    const next = model.childStart.slice();
    while (path.length > 0) {
        const node = path[path.length - 1];
        if (next[node] < model.childStart[node + 1]) {
            const child = model.childList[next[node]++];
            path.push(child);
            enter(child);
        } else {
            path.pop();
            if (node > 0) {
                leave(node);
            }
        }
    }
}

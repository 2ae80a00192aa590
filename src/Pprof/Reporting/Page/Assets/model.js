// The embedded profile as arrays by node. Node 0 is the root and stands for all samples; every other node has a greater number than its
// parent, so that sums over subtrees are one loop from the last node to the first.
const shownFrame = 0, hiddenFrame = 1, foldedFrame = 2;

// What folded frames are called where they are the leaf. It is the last of the model's functions.
const foldedName = '[async and pool]';

// modes: for each function, whether its frames are shown; hidden, so that what they cost counts for the nearest caller that is shown; or
// folded: left out between others, and one frame with a name of its own where they are the leaf, so that nobody else's figures change.
function readModel(json, modes) {
    const { parent, frames, sites } = joinLines(json, modes);
    const count = frames.length;
    const functionOf = new Int32Array(count).fill(-1);
    const inlined = new Uint8Array(count);
    const depth = new Int32Array(count);
    for (let node = 1; node < count; node++) {
        functionOf[node] = frames[node] >> 1;
        inlined[node] = frames[node] & 1;
        depth[node] = depth[parent[node]] + 1;
    }

    const model = {
        ...json, isPartial: modes.includes(hiddenFrame), sites, count, parent, functionOf, inlined, depth,
        functions: [...json.functions, foldedName],
        origins: [...json.origins, originKinds.indexOf('native')],
        fileOf: [...json.fileOf, 0], startLines: [...json.startLines, 0],
        leaves: Int32Array.from(sites.leaves, site => sites.nodeOf[site]),
        ...childrenOf(parent),
    };
    model.isOutermost = outermost(model);
    return model;
}

// The embedded tree has a place of its own for each line of a function: a site. A node is what is drawn, and has all of them.
function joinLines(json, modes) {
    const count = json.frames.length + 1;
    const siteParent = new Int32Array(count).fill(-1);
    const nodeOf = new Int32Array(count);
    const nodes = new NodeTable(count + json.leaves.length);
    for (let site = 1; site < count; site++) {
        const frame = json.frames[site - 1];
        siteParent[site] = inSight(site - json.up[site - 1]);
        nodeOf[site] = modes[frame >> 1] === shownFrame ? nodes.childOf(nodeOf[siteParent[site]], frame) : -1;
    }

    const leaves = json.leaves.slice();
    const folded = new Set();
    for (let sample = 0; sample < leaves.length; sample++) {
        const leaf = leaves[sample];
        if (leaf > 0 && modes[json.frames[leaf - 1] >> 1] === foldedFrame) {
            folded.add(leaf);
        } else {
            leaves[sample] = inSight(leaf);
        }
    }

    for (const leaf of folded) {
        nodeOf[leaf] = nodes.childOf(nodeOf[siteParent[leaf]], json.functions.length * 2);
    }

    const place = new Int32Array(count);
    place.set(json.places, 1);
    return { parent: nodes.parents(), frames: nodes.frames(), sites: { count, parent: siteParent, nodeOf, place, leaves } };

    // The nearest one that is not left out is parent, and leaf, in the place of one that is.
    function inSight(site) {
        return nodeOf[site] === -1 ? siteParent[site] : site;
    }
}

// Nodes by parent and frame: a hash table of its own, because a Map ends at 16 million.
class NodeTable {
    constructor(most) {
        this.bits = Math.max(4, Math.ceil(Math.log2(most + 2)) + 1);
        this.slots = new Int32Array(2 ** this.bits);
        this.parentOf = new Int32Array(most + 1);
        this.frameOf = new Int32Array(most + 1);
        this.parentOf[0] = this.frameOf[0] = -1;
        this.count = 1;
    }

    childOf(parent, frame) {
        const { slots, parentOf, frameOf, bits } = this;
        const hash = Math.imul(Math.imul(parent, 0x9e3779b1) ^ frame, 0x85ebca6b);
        let slot = (hash ^ (hash >>> 15)) >>> 0 >>> (32 - Math.min(bits, 31));
        for (; slots[slot] !== 0; slot = (slot + 1) & (slots.length - 1)) {
            if (parentOf[slots[slot]] === parent && frameOf[slots[slot]] === frame) {
                return slots[slot];
            }
        }

        parentOf[this.count] = parent;
        frameOf[this.count] = frame;
        return slots[slot] = this.count++;
    }

    parents() {
        return this.parentOf.slice(0, this.count);
    }

    frames() {
        return this.frameOf.slice(0, this.count);
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

// Trees that the graph can draw, each with: count, parent, functionOf, inlined, self, total, size, base (of a difference, else null),
// childStart and childList, row (where it is drawn), and side (-1 for callers drawn above what they call, else 1).

// The view's own tree: callers above.
function callTree(view) {
    const { model } = view;
    return {
        view, kind: 'flame', count: model.count, parent: model.parent, functionOf: model.functionOf, inlined: model.inlined, row: model.depth, side: null,
        self: view.self, total: view.total, size: view.size, base: view.baseTotal ?? null, childStart: model.childStart, childList: model.childList, isCut: false,
    };
}

// From the leaves: each function is as wide as its flat value, and below it are its callers, theirs, and so on.
function invertedTree(view) {
    const starts = [];
    for (let node = 1; node < view.model.count; node++) {
        if (view.self[node] !== 0 || sizeOfLeaf(view, node) > 0) {
            starts.push(node);
        }
    }

    const builder = new TreeBuilder(view, view.size[0] - sizeOfLeaf(view, 0));
    const weights = { total: view.self, base: view.baseSelf ?? null, size: node => sizeOfLeaf(view, node) };
    builder.grow(0, starts, weights, node => [node], node => view.model.parent[node]);
    return builder.finish('inverted');
}

// One function: all its callers above, all its callees below. Of a recursion the outermost call counts, so that each side adds up to cum.
function sandwichTree(view, chosen) {
    const { model } = view;
    const starts = [];
    let size = 0;
    for (let node = 1; node < model.count; node++) {
        if (model.functionOf[node] === chosen && model.isOutermost[node] && view.size[node] > 0) {
            starts.push(node);
            size += view.size[node];
        }
    }

    const builder = new TreeBuilder(view, size, chosen);
    const weights = { total: view.total, base: view.baseTotal ?? null, size: node => view.size[node] };
    builder.addRoot(starts, weights);
    const childrenIn = node => model.childList.subarray(model.childStart[node], model.childStart[node + 1]);
    builder.grow(0, starts.flatMap(node => [...childrenIn(node)]), weights, node => [node], childrenIn);
    builder.side = -1;
    builder.grow(0, starts.map(node => model.parent[node]), weights, (at, i) => [at, starts[i]], node => model.parent[node]);
    return builder.finish('sandwich');
}

function sizeOfLeaf(view, node) {
    return view.isDifference ? Math.max(Math.abs(view.self[node] + view.baseSelf[node]), Math.abs(view.baseSelf[node])) : selfSize(view)[node];
}

// The absolute values at a node alone.
function selfSize(view) {
    if (view.selfSize === undefined) {
        view.selfSize = view.size.slice();
        for (let node = 1; node < view.model.count; node++) {
            view.selfSize[view.model.parent[node]] -= view.size[node];
        }
    }

    return view.selfSize;
}

// Beyond so many steps, paths of less than a twenty-thousandth of the whole are not followed further.
const mostSteps = 3e6;

class TreeBuilder {
    constructor(view, whole, root = -1) {
        Object.assign(this, { view, whole, side: 1, isCut: false });
        this.parent = [-1];
        this.functionOf = [root];
        this.row = [0];
        this.sides = [1];
        this.total = [0];
        this.size = [0];
        this.base = [0];
        this.known = new Map();
        this.steps = 0;
    }

    addRoot(nodes, weights) {
        for (const node of nodes) {
            this.weigh(0, node, weights);
        }
    }

    // Level by level. pairOf: of a place to begin at, the place and the node whose values count, which stays the same on the way to the root.
    grow(root, starts, weights, pairOf, next) {
        let level = starts.map((at, i) => {
            const [place, source = place] = pairOf(at, i);
            return [root, place, source];
        });
        while (level.length > 0) {
            const below = [];
            const reached = level.filter(([, at]) => at > 0);
            const nodes = reached.map(([above, at, source]) => {
                const node = this.childOf(above, this.view.model.functionOf[at]);
                this.weigh(node, source, weights);
                return node;
            });
            this.steps += reached.length;
            const least = this.steps > mostSteps ? this.whole / 20_000 : 0;
            for (let i = 0; i < reached.length; i++) {
                const [, at, source] = reached[i];
                if (this.size[nodes[i]] < least) {
                    this.isCut = true;
                    continue;
                }

                const more = next(at);
                if (typeof more === 'number') {
                    below.push([nodes[i], more, source]);
                } else {
                    for (const child of more) {
                        below.push([nodes[i], child, child]);
                    }
                }
            }

            level = below;
        }
    }

    childOf(above, number) {
        const key = (above * 2 + (this.side < 0 ? 1 : 0)) * this.view.model.functions.length + number;
        let node = this.known.get(key);
        if (node === undefined) {
            this.known.set(key, node = this.parent.length);
            this.parent.push(above);
            this.functionOf.push(number);
            this.row.push(this.row[above] + this.side);
            this.sides.push(this.side);
            this.total.push(0);
            this.size.push(0);
            this.base.push(0);
        }

        return node;
    }

    weigh(node, source, { total, base, size }) {
        this.total[node] += total[source];
        this.size[node] += size(source);
        this.base[node] += base === null ? 0 : base[source];
    }

    finish(kind) {
        const { view, parent, functionOf, total, size, sides, base, isCut } = this;
        if (kind === 'inverted') {
            this.weighAll();
        }

        const top = this.row.reduce((least, row) => Math.min(least, row), 0);
        return {
            view, kind, count: parent.length, parent, functionOf, inlined: null, total, size, self: null, isCut,
            base: view.isDifference ? base : null, side: sides, row: this.row.map(row => row - top), ...childrenOf(parent),
        };
    }

    // The root of all, which no path has added to.
    weighAll() {
        this.total[0] = this.view.total[0];
        this.size[0] = this.view.size[0];
        this.base[0] = this.view.isDifference ? this.view.baseTotal[0] : 0;
    }
}

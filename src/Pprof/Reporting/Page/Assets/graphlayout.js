// Places boxes in layers, callers above (after Sugiyama, Tagawa and Toda, 1981): break cycles, give ranks, order each layer so that few
// edges cross, then move boxes towards their neighbours. boxes: width and height; edges: numbers of boxes. Adds x, y and rank to the
// boxes, and to each edge the points it runs through.
const layerGap = 46, boxGap = 22;

function layOut(boxes, edges) {
    const forward = withoutCycles(boxes.length, edges);
    rankBoxes(boxes, forward);
    const cells = boxes.map((box, number) => ({ box, rank: box.rank, width: box.width, above: [], below: [], weight: 1, order: number }));
    const chains = forward.map(({ from, to }) => chainOf(cells, from, to));
    const layers = layersOf(cells);
    for (let round = 0; round < 12; round++) {
        sortLayers(layers, round % 2 === 0);
    }

    placeCells(layers);
    const size = placeBoxes(boxes, cells, layers);
    edges.forEach((edge, i) => {
        const points = chains[i].map(cell => ({ x: cell.x, top: cell.top, bottom: cell.bottom }));
        edge.points = forward[i].isTurned ? points.reverse() : points;
        edge.isTurned = forward[i].isTurned;
    });
    return size;
}

// Edges that lead back to a caller are turned around.
function withoutCycles(count, edges) {
    const next = Array.from({ length: count }, () => []);
    edges.forEach((edge, i) => next[edge.from].push(i));
    const called = new Set(edges.map(edge => edge.to));
    const state = new Uint8Array(count);
    const turned = new Set();
    const visit = number => {
        state[number] = 1;
        for (const i of next[number]) {
            if (state[edges[i].to] === 1) {
                turned.add(i);
            } else if (state[edges[i].to] === 0) {
                visit(edges[i].to);
            }
        }

        state[number] = 2;
    };
    const starts = [...Array(count).keys()].sort((a, b) => called.has(a) - called.has(b));
    starts.filter(number => state[number] === 0).forEach(number => state[number] === 0 && visit(number));
    return edges.map(({ from, to }, i) => turned.has(i) ? { from: to, to: from, isTurned: true } : { from, to, isTurned: false });
}

// The longest way from a box without callers; and those without callers as near to what they call as can be.
function rankBoxes(boxes, edges) {
    boxes.forEach(box => box.rank = 0);
    for (let isChanged = true; isChanged;) {
        isChanged = false;
        for (const { from, to } of edges) {
            if (boxes[to].rank <= boxes[from].rank) {
                boxes[to].rank = boxes[from].rank + 1;
                isChanged = true;
            }
        }
    }

    const called = new Set(edges.map(edge => edge.to));
    boxes.forEach((box, number) => {
        const ranks = edges.filter(edge => edge.from === number).map(edge => boxes[edge.to].rank);
        box.rank = !called.has(number) && ranks.length > 0 ? Math.min(...ranks) - 1 : box.rank;
    });
}

// An edge over several layers runs through a cell in each.
function chainOf(cells, from, to) {
    const chain = [cells[from]];
    for (let rank = cells[from].rank + 1; rank < cells[to].rank; rank++) {
        const cell = { box: null, rank, width: 8, above: [], below: [], weight: 4, order: cells.length };
        cells.push(cell);
        chain.push(cell);
    }

    chain.push(cells[to]);
    for (let i = 1; i < chain.length; i++) {
        chain[i - 1].below.push(chain[i]);
        chain[i].above.push(chain[i - 1]);
    }

    return chain;
}

function layersOf(cells) {
    const layers = [];
    for (const cell of cells) {
        (layers[cell.rank] ??= []).push(cell);
    }

    return layers.map(layer => {
        layer.forEach((cell, i) => cell.order = i);
        return layer;
    });
}

// Each layer in the order of the middle of its neighbours in the one before.
function sortLayers(layers, isDown) {
    const side = isDown ? 'above' : 'below';
    for (const layer of isDown ? layers : layers.toReversed()) {
        for (const cell of layer) {
            cell.key = cell[side].length === 0 ? cell.order : cell[side].reduce((sum, other) => sum + other.order, 0) / cell[side].length;
        }

        layer.sort((a, b) => a.key - b.key || a.order - b.order).forEach((cell, i) => cell.order = i);
    }
}

function placeCells(layers) {
    for (const layer of layers) {
        let x = 0;
        for (const cell of layer) {
            cell.x = x + cell.width / 2;
            x += cell.width + boxGap;
        }
    }

    for (let round = 0; round < 24; round++) {
        const isDown = round % 2 === 0;
        for (const layer of isDown ? layers : layers.toReversed()) {
            pull(layer, isDown ? 'above' : 'below');
        }
    }
}

// As near as the order and the gaps allow to the middle of the neighbours: isotonic regression, by pooling neighbours that would overlap.
function pull(layer, side) {
    const pools = [];
    let shift = 0;
    layer.forEach((cell, i) => {
        shift += i === 0 ? 0 : (layer[i - 1].width + cell.width) / 2 + boxGap;
        const others = cell[side];
        const wanted = (others.length === 0 ? cell.x : others.reduce((sum, other) => sum + other.x, 0) / others.length) - shift;
        pools.push({ sum: wanted * cell.weight, weight: cell.weight, cells: [[cell, shift]] });
        for (let last = pools.length - 1; last > 0 && meanOf(pools[last]) < meanOf(pools[last - 1]); last--) {
            const { sum, weight, cells } = pools.pop();
            pools[last - 1].sum += sum;
            pools[last - 1].weight += weight;
            pools[last - 1].cells.push(...cells);
        }
    });
    for (const pool of pools) {
        pool.cells.forEach(([cell, offset]) => cell.x = meanOf(pool) + offset);
    }
}

function meanOf({ sum, weight }) {
    return sum / weight;
}

function placeBoxes(boxes, cells, layers) {
    const left = Math.min(0, ...cells.map(cell => cell.x - cell.width / 2));
    let y = 0, right = 0;
    for (const layer of layers) {
        const height = Math.max(...layer.map(cell => cell.box?.height ?? 0));
        for (const cell of layer) {
            cell.x -= left;
            right = Math.max(right, cell.x + cell.width / 2);
            const own = cell.box?.height ?? height;
            cell.top = y + (height - own) / 2;
            cell.bottom = cell.top + own;
            if (cell.box !== null) {
                Object.assign(cell.box, { x: cell.x - cell.width / 2, y: cell.top });
            }
        }

        y += height + layerGap;
    }

    return { width: right, height: Math.max(0, y - layerGap) };
}

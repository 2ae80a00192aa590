// What each line of a function weighs, as pprof counts at the granularity of lines: flat where it is the leaf, cum once for each sample
// that has the line anywhere. The largest first.
function linesOf(view, chosen) {
    const { model } = view, { sites } = model;
    const { self, total } = siteValues(view);
    const lines = new Map();
    for (let site = 1; site < sites.count; site++) {
        if (functionAt(model, site) !== chosen || sites.line[site] === 0) {
            continue;
        }

        const line = sites.line[site];
        const sums = lines.get(line) ?? { line, flat: 0, cum: 0 };
        sums.flat += self[site];
        sums.cum += isBelowItself(model, site) ? 0 : total[site];
        lines.set(line, sums);
    }

    return [...lines.values()].filter(one => one.flat !== 0 || one.cum !== 0).sort((a, b) => Math.abs(b.cum) - Math.abs(a.cum) || a.line - b.line);
}

function functionAt({ sites, functionOf }, site) {
    return sites.nodeOf[site] < 0 ? -1 : functionOf[sites.nodeOf[site]];
}

function isBelowItself(model, site) {
    const { sites } = model;
    for (let above = sites.parent[site]; above > 0; above = sites.parent[above]) {
        if (sites.line[above] === sites.line[site] && functionAt(model, above) === functionAt(model, site)) {
            return true;
        }
    }

    return false;
}

// The line of a node where most of it was measured, or 0.
function lineOf(view, node) {
    const { sites } = view.model;
    const { size } = siteValues(view);
    let best = 0;
    for (let site = 1; site < sites.count; site++) {
        if (sites.nodeOf[site] === node && sites.line[site] !== 0 && (best === 0 || size[site] > size[best])) {
            best = site;
        }
    }

    return sites.line[best];
}

// Only when somebody asks: what is drawn needs none of it.
function siteValues(view) {
    return view.sites ??= sumSites(view);
}

function sumSites(view) {
    const { sites } = view.model;
    const [self, size] = [new Float64Array(sites.count), new Float64Array(sites.count)];
    forEachValue(view, (sample, value) => {
        self[sites.leaves[sample]] += value;
        size[sites.leaves[sample]] += Math.abs(value);
    });
    const total = self.slice();
    for (let site = sites.count - 1; site > 0; site--) {
        total[sites.parent[site]] += total[site];
        size[sites.parent[site]] += size[site];
    }

    return { self, total, size };
}

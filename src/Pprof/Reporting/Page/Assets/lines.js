// What each line of a function weighs, as pprof counts at the granularity of lines: flat where it is the leaf, cum once for each sample
// that has the line anywhere. The largest first. Place 0 are all lines that are not known; a function that has only these has none.
function linesOf(view, chosen) {
    const { model } = view, { sites } = model;
    const { self, total } = siteValues(view);
    const lines = new Map();
    for (let site = 1; site < sites.count; site++) {
        if (functionAt(model, site) === chosen) {
            const place = sites.place[site];
            const sums = lines.get(place) ?? { place, flat: 0, cum: 0 };
            sums.flat += self[site];
            sums.cum += isBelowItself(model, site) ? 0 : total[site];
            lines.set(place, sums);
        }
    }

    const shown = [...lines.values()].filter(one => one.flat !== 0 || one.cum !== 0);
    return shown.every(one => one.place === 0) ? [] : shown.sort((a, b) => Math.abs(b.cum) - Math.abs(a.cum) || comparePlaces(model, a.place, b.place));
}

function comparePlaces({ files, placeFiles, placeLines }, a, b) {
    return compareText(files[placeFiles[a]], files[placeFiles[b]]) || placeLines[a] - placeLines[b];
}

function functionAt({ sites, functionOf }, site) {
    return sites.nodeOf[site] < 0 ? -1 : functionOf[sites.nodeOf[site]];
}

function isBelowItself(model, site) {
    const { sites } = model;
    for (let above = sites.parent[site]; above > 0; above = sites.parent[above]) {
        if (sites.place[above] === sites.place[site] && functionAt(model, above) === functionAt(model, site)) {
            return true;
        }
    }

    return false;
}

// The place of a node where most of it was measured.
function hottestPlaceOf(view, node) {
    const { sites } = view.model;
    const { size } = siteValues(view);
    let best = 0;
    for (let site = 1; site < sites.count; site++) {
        if (sites.nodeOf[site] === node && (best === 0 || size[site] > size[best])) {
            best = site;
        }
    }

    return sites.place[best];
}

// Only when somebody asks: what is drawn needs none of it.
function siteValues(view) {
    return view.sites ??= sumSites(view);
}

function sumSites(view) {
    const { sites } = view.model;
    const [self, size] = [new Float64Array(sites.count), new Float64Array(sites.count)];
    forEachValue(view, (sample, value, base) => {
        self[sites.leaves[sample]] += value - base;
        size[sites.leaves[sample]] += Math.max(Math.abs(value), Math.abs(base));
    });
    const total = self.slice();
    for (let site = sites.count - 1; site > 0; site--) {
        total[sites.parent[site]] += total[site];
        size[sites.parent[site]] += size[site];
    }

    return { self, total, size };
}

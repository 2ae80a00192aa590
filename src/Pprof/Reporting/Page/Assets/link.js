// The page's way from and to its link.
Page.prototype.readLink = function () {
    const state = readState();
    const number = (key, names, otherwise) => names.indexOf(state.get(key)) >= 0 ? names.indexOf(state.get(key)) : otherwise;
    const { functions, types } = this.wholeModel;
    this.choice.type = number('type', types.map(([type]) => type), this.json.shown);
    this.choice.filters = state.all('label').map(text => filterOf(this.wholeModel, text)).filter(filter => filter !== null);
    this.choice.span = spanOfText(state.get('span'));
    this.choice.baseSpan = spanOfText(state.get('base'));
    this.choice.isNormalized = state.get('normalize') === null ? this.json.normalize : state.get('normalize') === 'true';
    this.hidden = new Set(origins.map(({ kind }) => kind).filter(kind => (state.get('hide') ?? '').split(',').includes(kind)));
    this.isFolded = state.get('plumbing') !== 'shown';
    this.kind = viewKinds.some(({ kind }) => kind === state.get('view')) ? state.get('view') : 'flame';
    this.chosen = number('f', functions, -1);
    this.table.sort = sortOfText(state.get('sort'));
    this.table.status = state.get('changes') ?? 'all';
    byId('search').value = state.get('q') ?? '';
    this.isReading = true;
    this.flame.forget({ chosen: this.chosen });
    this.show();
    if (isTreeView(this.kind) && state.get('zoom') !== null) {
        this.flame.zoomAtOnce(nodeOfPath(this.flame.scene.layout.tree, state.get('zoom')));
    }

    this.isReading = false;
};

Page.prototype.writeLink = function () {
    if (this.isReading) {
        return;
    }

    const { choice, json, wholeModel } = this;
    const { layout, zoomed } = this.flame.scene;
    const isZoomed = isTreeView(this.kind) && layout !== undefined && layout.tree.kind === this.kind && zoomed > 0;
    writeState([
        ['view', this.kind === 'flame' ? null : this.kind],
        ['type', choice.type === json.shown ? null : wholeModel.types[choice.type][0]],
        ['f', this.chosen < 0 ? null : this.view.model.functions[this.chosen]],
        ['zoom', isZoomed ? pathOf(layout.tree, zoomed) : null],
        ['q', byId('search').value],
        ...choice.filters.map(filter => ['label', filterText(wholeModel, filter)]),
        ['hide', [...this.hidden].sort().join()],
        ['plumbing', this.isFolded ? null : 'shown'],
        ['sort', textOfSort(this.table.sort)],
        ['changes', this.table.status === 'all' ? null : this.table.status],
        ['span', textOfSpan(choice.span)], ['base', textOfSpan(choice.baseSpan)],
        ['normalize', choice.isNormalized === json.normalize ? null : String(choice.isNormalized)],
    ]);
};

function sortOfText(text) {
    const [by, order] = (text ?? '').split('-');
    return ['flat', 'cum', 'name'].includes(by) ? { by, descending: order !== 'up' } : { by: 'flat', descending: true };
}

function textOfSort({ by, descending }) {
    return by === 'flat' && descending ? null : descending ? by : `${by}-up`;
}

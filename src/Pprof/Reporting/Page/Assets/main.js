// Wires the parts: what was chosen in one is shown in all.
const byId = id => document.getElementById(id);

class Page {
    constructor(json) {
        this.json = json;
        this.wholeModel = readModel(json, new Uint8Array(json.functions.length));
        this.models = new Map();
        this.kind = 'flame';
        this.chosen = -1;
        this.hidden = new Set();
        this.isFolded = true;
        this.choice = { type: json.shown, filters: [], span: null, baseSpan: null, isNormalized: json.normalize };
        this.tooltip = new Tooltip();
        this.flame = new Flame({
            onPoint: (node, x, y) => node < 0 ? this.tooltip.hide() : this.tooltip.show(this.flame.scene.layout.tree, node, this.flame.scene.zoomed, x, y),
            onChoose: number => this.choose(number),
            onZoom: node => this.showZoom(node),
        });
        const onChoose = number => this.choose(number);
        this.table = new TopTable({ onChoose });
        this.inspect = new Inspect({ onChoose });
        this.graph = new GraphView({ onChoose });
        this.source = new SourceView();
        this.tags = new Tags({ onChange: filters => this.look({ filters }) });
        this.legend = new Legend({ onToggle: kind => this.toggle(kind), onFold: () => this.fold() });
        this.strip = new TimeStrip({ onSpan: (span, baseSpan) => this.look({ span, baseSpan }) });
        this.views = new Views({ onView: kind => this.showKind(kind) });
        this.types = new Segments(byId('types'), number => this.look({ type: number }));
    }

    begin() {
        this.types.fill(this.wholeModel.types.map(([type, unit]) => ({ text: type, title: `${type} in ${unit}` })));
        this.theme = new Theme(theme => this.showTheme(theme));
        showAbout(this.wholeModel);
        listenToPage(this);
        this.readLink();
        addEventListener('hashchange', () => this.readLink());
        this.flame.paintNow();
    }

    // With some frames left out it is another tree, whose nodes have other numbers.
    get model() {
        const key = [...this.hidden].sort().join() + this.isFolded;
        if (!this.models.has(key)) {
            const modes = modesOf(this.wholeModel, this.hidden, this.isFolded);
            this.models.clear();
            this.models.set(key, modes.some(mode => mode !== shownFrame) ? readModel(this.json, modes) : this.wholeModel);
        }

        return this.models.get(key);
    }

    look(changes) {
        Object.assign(this.choice, changes);
        this.show();
    }

    show() {
        this.view = makeView(this.model, this.choice);
        if (this.chosen >= 0 && this.view.model.isPartial && !this.view.model.functionOf.includes(this.chosen)) {
            this.chosen = -1;
        }

        this.types.set(this.choice.type);
        this.table.chosen = this.chosen;
        this.table.show(this.view);
        this.inspect.show(this.view, this.chosen);
        this.tags.show(this.view);
        this.strip.show(this.view);
        this.legend.show(this.wholeModel, this.view, { hidden: this.hidden, isFolded: this.isFolded, theme: this.theme.current });
        showTotal(this.view);
        showNotices(this.view, this.isOwn);
        showButtons(this);
        this.showStage();
        this.search();
    }

    get isOwn() {
        return ['framework', 'native', 'package'].every(kind => this.hidden.has(kind));
    }

    showKind(kind) {
        if (kind !== this.kind) {
            this.kind = kind;
            this.flame.forget({});
            this.showStage();
            this.search();
        }
    }

    // What stands above the panels.
    showStage() {
        this.views.set(this.kind);
        if (['sandwich', 'source'].includes(this.kind) && this.chosen < 0) {
            this.chosen = this.table.first();
            this.table.choose(this.chosen);
            this.inspect.show(this.view, this.chosen);
        }

        byId('stage-flame').hidden = !isTreeView(this.kind);
        byId('stage-graph').hidden = this.kind !== 'graph';
        byId('stage-source').hidden = this.kind !== 'source';
        document.body.dataset.view = this.kind;
        this.flame.scene.chosen = this.chosen;
        if (isTreeView(this.kind)) {
            const tree = this.kind === 'flame' ? callTree(this.view) : this.kind === 'inverted' ? invertedTree(this.view) : sandwichTree(this.view, this.chosen);
            this.flame.show(makeLayout(tree));
        } else if (this.kind === 'graph') {
            this.graph.show(this.view, this.theme.current, this.chosen);
        } else if (this.kind === 'source') {
            this.source.show(this.view, this.chosen);
        }

        this.writeLink();
    }

    choose(number) {
        if (number < 0) {
            return;
        }

        const isOther = number !== this.chosen;
        this.chosen = number;
        this.flame.set({ chosen: number });
        this.table.choose(number);
        this.inspect.show(this.view, number);
        const text = formatter(this.view.unit);
        byId('inspect-live').textContent = `${this.view.model.functions[number]}: flat ${text(this.view.flat[number])}, cum ${text(this.view.cum[number])}`;
        if (isOther && ['sandwich', 'source', 'graph'].includes(this.kind)) {
            this.flame.forget({});
            this.showStage();
            this.search();
        }

        this.writeLink();
    }

    showZoom(node) {
        byId('zoomed').hidden = node === 0;
        byId('zoomed-name').textContent = node === 0 ? '' : `Zoomed into ${sentenceOf(this.flame.scene.layout.tree, node)}`;
        this.writeLink();
    }

    search() {
        const matches = matchesOf(this.view.model, byId('search').value);
        this.flame.set({ matches });
        this.table.set({ matches });
        const sum = matches === null ? 0 : matchTotals(this.view, matches);
        byId('matched').textContent = matches === null ? '' : `Matched ${formatter(this.view.unit)(sum)}, ${percentText(sum, this.view.whole)}`;
        this.writeLink();
    }

    toggle(kind) {
        this.hidden = new Set(this.hidden.has(kind) ? [...this.hidden].filter(one => one !== kind) : [...this.hidden, kind]);
        this.flame.forget({});
        this.show();
    }

    // The one press that most people want: the program's frames alone, or all.
    showOwn(isOwn) {
        this.hidden = new Set(isOwn ? ['framework', 'native', 'package'] : []);
        this.flame.forget({});
        this.show();
    }

    fold() {
        this.isFolded = !this.isFolded;
        this.flame.forget({});
        this.show();
    }

    reset() {
        if (isTreeView(this.kind)) {
            this.flame.zoom(0);
            this.flame.scrollHome();
        }
    }

    showTheme(theme) {
        this.flame.set({ theme });
        if (this.view !== undefined) {
            this.show();
        }
    }
}

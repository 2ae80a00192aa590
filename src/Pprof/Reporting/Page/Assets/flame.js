// The flame graph: zoom, keyboard and mouse. It tells others what was pointed at and what was chosen; it asks nobody.
class Flame {
    constructor({ onPoint, onChoose, onZoom }) {
        Object.assign(this, { onPoint, onChoose, onZoom });
        this.canvas = document.getElementById('flame');
        this.scroller = document.getElementById('flame-scroll');
        this.content = document.getElementById('flame-content');
        this.live = document.getElementById('flame-live');
        this.context = this.canvas.getContext('2d', { alpha: false });
        this.scene = { low: 0, high: 1, matches: null, chosen: -1, hovered: -1, cursor: 0, hasRing: false, zoomed: 0, theme: 'light' };
        this.listen();
    }

    listen() {
        new ResizeObserver(() => this.repaint()).observe(this.scroller);
        this.scroller.addEventListener('scroll', () => this.repaint(), { passive: true });
        this.canvas.addEventListener('pointermove', event => this.hover(this.nodeUnder(event), event.clientX, event.clientY));
        this.canvas.addEventListener('pointerleave', () => this.hover(-1));
        this.canvas.addEventListener('wheel', () => this.hover(-1), { passive: true });
        this.canvas.addEventListener('click', event => this.open(this.nodeUnder(event)));
        this.canvas.addEventListener('keydown', event => this.onKey(event));
        this.canvas.addEventListener('focus', () => this.onFocus());
        this.canvas.addEventListener('blur', () => this.hover(-1));
    }

    // The ring is for the keyboard: a click also moves the focus here and shows by itself where it was.
    onFocus() {
        if (this.canvas.matches(':focus-visible')) {
            this.moveTo(this.scene.cursor);
        }
    }

    hover(node, x, y) {
        this.onPoint(node, x, y);
        if (node !== this.scene.hovered || this.scene.hasRing) {
            this.set({ hovered: node, hasRing: false });
        }
    }

    // Another sample type or label: the zoomed node stays where there still is one with that way to it.
    show(layout) {
        // A movement that is still under way would end where the other layout had its place.
        cancelAnimationFrame(this.gliding);
        const zoomed = this.nodeLike(layout, this.scene.zoomed), cursor = this.nodeLike(layout, this.scene.cursor);
        const isOther = this.scene.layout?.tree.kind !== layout.tree.kind || zoomed !== this.scene.zoomed;
        // Nothing says any more what the pointer or the keyboard was at.
        this.onPoint(-1);
        this.live.textContent = '';
        Object.assign(this.scene, { layout, zoomed, cursor, hovered: -1, hasRing: false, low: layout.start[zoomed], high: layout.start[zoomed] + layout.tree.size[zoomed] });
        const height = layout.levels.length * rowHeight + 1 + 'px';
        this.content.style.height = height;
        this.scroller.style.setProperty('--flame-height', height);
        const { view, total, kind } = layout.tree;
        const name = { flame: 'Flame graph', inverted: 'Inverted flame graph', sandwich: 'Callers and callees' }[kind];
        this.canvas.setAttribute('aria-label', `${name} of ${formatter(view.unit)(total[0])} ${view.model.types[view.type][0]}`);
        if (isOther && kind === 'sandwich') {
            this.scrollHome();
        }

        this.onZoom(zoomed);
        this.repaint();
    }

    nodeLike(layout, node) {
        if (this.scene.layout === undefined || node === 0 || this.scene.layout.tree.kind !== layout.tree.kind) {
            return 0;
        }

        const path = pathOf(this.scene.layout.tree, node);
        const found = nodeOfPath(layout.tree, path);
        return found > 0 && pathOf(layout.tree, found) === path ? found : 0;
    }

    // To the row of all samples, or of the function whose callers and callees are shown.
    scrollHome() {
        const row = this.scene.layout.tree.row[0];
        this.scroller.scrollTop = row * rowHeight - (row === 0 ? 0 : this.scroller.clientHeight / 2);
    }

    // Numbers of nodes mean nothing in the layout that comes next.
    forget(changes) {
        cancelAnimationFrame(this.gliding);
        Object.assign(this.scene, { zoomed: 0, cursor: 0 }, changes);
        this.scroller.scrollTop = 0;
    }

    set(changes) {
        Object.assign(this.scene, changes);
        this.repaint();
    }

    repaint() {
        this.pending ??= requestAnimationFrame(() => {
            this.pending = undefined;
            this.paintNow();
        });
    }

    paintNow() {
        if (this.scene.layout === undefined) {
            return;
        }

        const ratio = window.devicePixelRatio || 1;
        const width = this.scroller.clientWidth, height = Math.min(this.scroller.clientHeight, this.content.offsetHeight);
        if (this.canvas.width !== Math.round(width * ratio) || this.canvas.height !== Math.round(height * ratio)) {
            this.canvas.width = Math.round(width * ratio);
            this.canvas.height = Math.round(height * ratio);
            this.canvas.style.width = width + 'px';
            this.canvas.style.height = height + 'px';
        }

        this.context.setTransform(ratio, 0, 0, ratio, 0, 0);
        paint(this.context, Object.assign(this.scene, { width, height, top: this.scroller.scrollTop }));
    }

    nodeUnder(event) {
        const box = this.canvas.getBoundingClientRect();
        const { low, high, layout } = this.scene;
        const depth = Math.floor((event.clientY - box.top + this.scroller.scrollTop) / rowHeight);
        return nodeAt(layout, depth, low + (event.clientX - box.left) / box.width * (high - low));
    }

    open(node) {
        if (node >= 0) {
            this.scene.cursor = node;
            this.zoom(node);
            this.onChoose(this.scene.layout.tree.functionOf[node]);
        }
    }

    zoom(node) {
        const { layout, low, high } = this.scene;
        this.scene.zoomed = node;
        this.onZoom(node);
        this.glide({ low, high }, { low: layout.start[node], high: layout.start[node] + layout.tree.size[node] });
    }

    zoomAtOnce(node) {
        const { start, tree } = this.scene.layout;
        this.set({ zoomed: node, cursor: node, low: start[node], high: start[node] + tree.size[node] });
        this.onZoom(node);
    }

    // A short movement shows where the picture went. Not for those who asked their system for less motion.
    glide(from, to) {
        const duration = matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 180;
        const began = performance.now();
        cancelAnimationFrame(this.gliding);
        const step = now => {
            const share = duration === 0 ? 1 : Math.min(1, Math.max(0, (now - began) / duration));
            const eased = 1 - (1 - share) ** 3;
            this.scene.low = share === 1 ? to.low : from.low + (to.low - from.low) * eased;
            this.scene.high = share === 1 ? to.high : from.high + (to.high - from.high) * eased;
            this.paintNow();
            if (share < 1) {
                this.gliding = requestAnimationFrame(step);
            }
        };
        this.gliding = requestAnimationFrame(step);
    }

    onKey(event) {
        const target = { ArrowUp: () => this.above(), ArrowDown: () => this.below(), ArrowLeft: () => this.beside(-1), ArrowRight: () => this.beside(1), Home: () => 0 }[event.key];
        if (hasModifier(event)) {
            return;
        }

        if (target !== undefined) {
            this.moveTo(target());
        } else if (event.key === 'Enter' || event.key === ' ') {
            this.open(this.scene.cursor);
        } else {
            return;
        }

        event.preventDefault();
    }

    above() {
        return this.step(-1);
    }

    below() {
        return this.step(1);
    }

    // Up or down: to the largest of those farther away from the root, or back to the one nearer to it.
    step(direction) {
        const { tree } = this.scene.layout, { cursor } = this.scene;
        if (cursor > 0 && sideOf(tree, cursor) !== direction) {
            return tree.parent[cursor];
        }

        return orderedChildren(tree, cursor).find(child => sideOf(tree, child) === direction) ?? cursor;
    }

    // Left or right on the same level, within what is zoomed.
    beside(step) {
        const { layout, cursor, low, high } = this.scene;
        const level = layout.levels[layout.tree.row[cursor]];
        const neighbour = level[indexAt(layout, level, layout.start[cursor]) + step];
        return neighbour !== undefined && layout.start[neighbour] >= low && layout.start[neighbour] < high ? neighbour : cursor;
    }

    moveTo(node) {
        const { layout, low, high } = this.scene;
        this.set({ cursor: node, hovered: -1, hasRing: true });
        const y = layout.tree.row[node] * rowHeight;
        this.scroller.scrollTop = Math.max(Math.min(this.scroller.scrollTop, y), y + rowHeight + 1 - this.scroller.clientHeight);
        const box = this.canvas.getBoundingClientRect();
        const middle = (Math.max(layout.start[node], low) + Math.min(layout.start[node] + layout.tree.size[node], high)) / 2;
        this.live.textContent = sentenceOf(layout.tree, node);
        this.onPoint(node, box.left + (middle - low) / (high - low) * box.width, box.top + y - this.scroller.scrollTop + rowHeight);
    }
}

function sentenceOf(tree, node) {
    const { view, total, self } = tree;
    const text = formatter(view.unit);
    return `${nameOf(tree, node)}: ${text(total[node])}, ${percentText(total[node], view.whole)}` + (self === null ? '' : `; self ${text(self[node])}`);
}

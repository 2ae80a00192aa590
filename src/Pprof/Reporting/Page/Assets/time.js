// Time, where the samples carry it: a strip with what was measured in each window; a span of it can be chosen, and compared with another.
const windowKey = 'window';

// Numbers of the windows, and for each set of labels the number of its window or -1. Null where no sample has one.
function windowsOf(model) {
    if (model.windows !== undefined) {
        return model.windows;
    }

    const offsets = [...new Set(model.labels.filter(([key, text]) => key === windowKey && text === '').map(([, , number]) => number))].sort((a, b) => a - b);
    const indexOf = new Map(offsets.map((offset, i) => [offset, i]));
    const ofSet = model.labelSets.map(set => {
        const label = set.find(one => model.labels[one][0] === windowKey && model.labels[one][1] === '');
        return label === undefined ? -1 : indexOf.get(model.labels[label][2]);
    });
    const unit = model.labels.find(([key]) => key === windowKey)?.[3] ?? '';
    return model.windows = offsets.length < 2 ? null : { offsets, ofSet, unit };
}

// For each set of labels, whether its window begins within the span, which is [from, to) in the unit of the label.
function spanTest(model, [from, to]) {
    const windows = windowsOf(model);
    return model.labelSets.map((_, set) => {
        const offset = windows === null || windows.ofSet[set] < 0 ? NaN : windows.offsets[windows.ofSet[set]];
        return offset >= from && offset < to;
    });
}

function spanOfText(text) {
    const match = /^(\d+)-(\d+)$/.exec(text ?? '');
    return match === null || Number(match[1]) >= Number(match[2]) ? null : [Number(match[1]), Number(match[2])];
}

function textOfSpan(span) {
    return span === null ? null : `${span[0]}-${span[1]}`;
}

class TimeStrip {
    constructor({ onSpan }) {
        this.onSpan = onSpan;
        this.box = document.getElementById('time');
        this.canvas = document.getElementById('time-strip');
        this.note = document.getElementById('time-note');
        this.canvas.addEventListener('pointerdown', event => this.begin(event));
        this.canvas.addEventListener('pointermove', event => this.extend(event));
        this.canvas.addEventListener('pointerup', event => this.end(event));
        this.canvas.addEventListener('keydown', event => this.onKey(event));
        document.getElementById('time-all').addEventListener('click', () => this.onSpan(null, null));
        document.getElementById('time-compare').addEventListener('click', () => this.compare());
        new ResizeObserver(() => this.paint()).observe(this.box);
    }

    show(view) {
        this.view = view;
        this.windows = windowsOf(view.model);
        this.box.hidden = this.windows === null;
        if (this.windows !== null) {
            this.sum();
            this.canvas.dataset.windows = Math.round(this.whole[1] / this.step);
            this.tell();
            this.paint();
        }
    }

    // By window, whatever span is chosen.
    sum() {
        const { offsets, ofSet } = this.windows;
        this.sums = new Float64Array(offsets.length);
        forEachValue({ ...this.view, span: null, baseSpan: null, ratio: 1 }, (sample, value) => {
            const index = ofSet[this.view.model.labelSetOf[sample]];
            if (index >= 0) {
                this.sums[index] += Math.abs(value);
            }
        });
    }

    get step() {
        const { offsets } = this.windows;
        return offsets.reduce((least, offset, i) => i === 0 ? least : Math.min(least, offset - offsets[i - 1]), Infinity);
    }

    get whole() {
        return [0, this.windows.offsets.at(-1) + this.step];
    }

    tell() {
        const { span, baseSpan } = this.view;
        const text = ([from, to]) => `${formatter(this.windows.unit)(from)} to ${formatter(this.windows.unit)(to)}`;
        this.note.textContent = baseSpan !== null ? `${text(span)} compared with ${text(baseSpan)}` : span !== null ? `Only ${text(span)}` : 'Drag over a span, or use the arrow keys, to see it alone';
        document.getElementById('time-all').hidden = span === null;
        document.getElementById('time-compare').hidden = span === null || baseSpan !== null;
        document.getElementById('time-compare').setAttribute('aria-pressed', this.isComparing === true);
        this.canvas.setAttribute('aria-label', `Time. ${this.note.textContent}`);
    }

    compare() {
        this.isComparing = true;
        this.note.textContent = 'Now choose the span to compare with';
        document.getElementById('time-compare').setAttribute('aria-pressed', true);
        this.canvas.focus();
    }

    offsetAt(event) {
        const box = this.canvas.getBoundingClientRect();
        const [, end] = this.whole;
        const at = Math.floor(Math.max(0, Math.min(0.99999, (event.clientX - box.left) / box.width)) * end / this.step);
        return at * this.step;
    }

    begin(event) {
        this.from = this.offsetAt(event);
        this.drawn = [this.from, this.from + this.step];
        this.canvas.setPointerCapture(event.pointerId);
        this.paint();
    }

    extend(event) {
        if (this.from !== undefined) {
            const to = this.offsetAt(event);
            this.drawn = [Math.min(this.from, to), Math.max(this.from, to) + this.step];
            this.paint();
        }
    }

    end() {
        if (this.from !== undefined) {
            const span = this.drawn;
            this.from = this.drawn = undefined;
            this.choose(span);
        }
    }

    choose(span) {
        const wasComparing = this.isComparing;
        this.isComparing = false;
        this.onSpan(wasComparing ? this.view.span : span, wasComparing ? span : null);
    }

    // Arrows move the span, with Shift they widen it.
    onKey(event) {
        const step = { ArrowLeft: -this.step, ArrowRight: this.step }[event.key];
        if (step === undefined || event.altKey || event.ctrlKey || event.metaKey) {
            return;
        }

        const [, end] = this.whole;
        const [from, to] = this.view.span ?? (step > 0 ? [-this.step, 0] : [end, end + this.step]);
        const moved = event.shiftKey ? [from, Math.min(end, Math.max(from + this.step, to + step))] : [from + step, to + step];
        if (moved[0] >= 0 && moved[1] <= end) {
            this.choose(moved);
        }

        event.preventDefault();
    }

    paint() {
        if (this.windows == null || this.canvas.clientWidth === 0) {
            return;
        }

        paintStrip(this.canvas, this.windows.offsets, this.sums, this.whole[1], this.step, [this.drawn ?? this.view.span, this.view.baseSpan]);
    }
}

// A bar for each window: its height and its colour say how much.
function paintStrip(canvas, offsets, sums, end, step, [span, baseSpan]) {
    const ratio = window.devicePixelRatio || 1;
    canvas.width = Math.round(canvas.clientWidth * ratio);
    canvas.height = Math.round(canvas.clientHeight * ratio);
    const context = canvas.getContext('2d');
    const colors = palettes[document.documentElement.dataset.theme ?? 'light'];
    const most = Math.max(...sums, 1);
    context.fillStyle = colors.background;
    context.fillRect(0, 0, canvas.width, canvas.height);
    offsets.forEach((offset, i) => {
        const share = sums[i] / most;
        const isIn = one => one != null && offset >= one[0] && offset < one[1];
        context.fillStyle = isIn(baseSpan) ? colors.less : heatColor(document.documentElement.dataset.theme, share, span == null || isIn(span));
        const height = Math.max(1, share * canvas.height);
        context.fillRect(offset / end * canvas.width, canvas.height - height, Math.max(1, step / end * canvas.width - (step / end * canvas.width > 3 ? 1 : 0)), height);
    });
}

// What the profile says about itself, and what it could not record.
function showAbout(model) {
    const facts = [
        ['Taken', model.timeNanos > 0 ? new Date(model.timeNanos / 1e6).toLocaleString() : ''],
        ['Duration', model.durationNanos > 0 ? formatter('ns')(model.durationNanos) : ''],
        ['Period', model.periodType.length > 0 && model.period > 0 ? `${formatter(model.periodType[1])(model.period)} ${model.periodType[0]}` : ''],
        ['Samples', `${model.samples.toLocaleString('en')}, ${plural(model.count - 1, 'frame')}, ${plural(model.functions.length - 1, 'function')}`],
        ['Compared with', model.base === undefined ? '' : `${plural(model.base.samples, 'sample')}${model.base.timeNanos > 0 ? `, taken ${new Date(model.base.timeNanos / 1e6).toLocaleString()}` : ''}`
            + `${model.base.durationNanos > 0 ? `, in ${formatter('ns')(model.base.durationNanos)}` : ''}`],
    ].filter(([, text]) => text !== '');
    const list = element('dl', 'facts', facts.flatMap(([name, text]) => [element('dt', '', name), element('dd', '', text)]));
    const comments = element('ul', 'comments', model.comments.map(comment => element('li', '', comment)));
    document.getElementById('about-count').textContent = model.comments.length === 0 ? '' : `: ${plural(model.comments.length, 'comment')}`;
    document.getElementById('about-content').replaceChildren(list, comments, ...linkTo(model.docUrl));
}

function linkTo(url) {
    if (!/^https?:\/\//i.test(url)) {
        return [];
    }

    const link = element('a', '', url);
    link.href = url;
    link.rel = 'noopener noreferrer';
    return [element('p', '', [link])];
}

// One line for each kind of loss that weighs something: nobody should take the rest for all.
function showNotices(view, isOwn) {
    const notices = view.model.functions
        .map((name, number) => ({ name, value: view.cum[number] }))
        .filter(({ name, value }) => value !== 0 && !view.isDifference && isMarker(name))
        .map(({ name, value }) => element('span', '', [element('b', '', name), ` ${percentText(value, view.whole)} ${markerMeaning[name]}`]));
    const reasons = view.whole === 0 ? ['No sample has a value of this type.', ...view.model.comments]
        : isOwn && view.model.count === 1 ? ['No frame is the program’s own.'] : [];
    const empty = reasons.map(text => element('span', '', text));
    const box = document.getElementById('notices');
    box.className = notices.length + empty.length > 0 ? 'notice' : '';
    box.replaceChildren(...notices, ...empty);
}

const markerMeaning = {
    '[lost]': 'was measured, but not where',
    '[truncated]': 'has callers beyond the recorded depth',
    '[unwalkable]': 'has callers beyond a frame that no table describes',
    '[overflow]': 'had one stack too many to be kept apart',
    '[no answer]': 'is of threads that did not tell their stack in time',
    '[await]': 'is of async methods that were resumed: above it stand those that await them',
    '[await: caller unknown]': 'is of async methods whose callers are not known',
    '[unknown]': 'has a frame of an unknown kind',
    '[left out]': 'lacks callers here: its stacks are the lightest, and all of them would be too much for a page. Totals and flat values are exact, cum is of what is shown',
};

function showTotal(view) {
    const { model } = view;
    const text = formatter(view.unit);
    const parts = [element('b', '', (view.isDifference && view.total[0] > 0 ? '+' : '') + text(view.total[0])), ` ${model.types[view.type][0]}`];
    if (view.isDifference) {
        const before = view.baseTotal[0];
        parts.push(`: ${text(before)} before, ${text(before + view.total[0])} now` + (view.ratio === 1 ? '' : ` (times ${Number(view.ratio.toPrecision(3))} for equal totals)`));
    }

    if (view.filters.length > 0) {
        const share = view.isDifference ? '' : `, ${percentText(view.total[0], view.whole)} of ${text(view.whole)}`;
        parts.push(` with ${view.filters.map(({ label, isNot }) => (isNot ? 'not ' : '') + labelText(model.labels[label])).join(', ')}${share}`);
    }

    if (model.durationNanos > 0 && !view.isDifference) {
        parts.push(` in ${formatter('ns')(model.durationNanos)}`);
    }

    document.getElementById('total').replaceChildren(...parts);
}

// Begins, or says why it cannot.
async function openPage() {
    const began = performance.now();
    if (typeof DecompressionStream === 'undefined') {
        throw new Error('This browser is too old for the page: it needs Chromium 123, Firefox 120, Safari 17.5, or later.');
    }

    const page = new Page(await readProfile(byId('profile').textContent));
    page.begin();
    performance.measure('pprof:render', { start: began, end: performance.now() });
    document.documentElement.dataset.ready = '';
}

openPage().catch(error => {
    byId('notices').className = 'notice';
    byId('notices').replaceChildren(element('span', '', `The profile cannot be shown. ${error.message}`));
    throw error;
});

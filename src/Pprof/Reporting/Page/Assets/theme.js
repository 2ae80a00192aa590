// Dark or light: the system's choice until the button is pressed. Kept where the browser allows it; a file may have no storage.
class Theme {
    constructor(onChange) {
        this.onChange = onChange;
        this.query = matchMedia('(prefers-color-scheme: dark)');
        this.query.addEventListener('change', () => this.apply());
        this.button = document.getElementById('theme');
        this.button.addEventListener('click', () => this.toggle());
        this.chosen = recall();
        this.apply();
    }

    get current() {
        return this.chosen ?? (this.query.matches ? 'dark' : 'light');
    }

    toggle() {
        this.chosen = this.current === 'dark' ? 'light' : 'dark';
        try {
            localStorage.setItem('pprof-theme', this.chosen);
        } catch {
            // Not allowed here: the choice lasts as long as the page.
        }

        this.apply();
    }

    apply() {
        document.documentElement.dataset.theme = this.current;
        this.button.textContent = this.current === 'dark' ? '☀' : '☾';
        this.onChange(this.current);
    }
}

function recall() {
    try {
        const kept = localStorage.getItem('pprof-theme');
        return kept === 'dark' || kept === 'light' ? kept : null;
    } catch {
        return null;
    }
}

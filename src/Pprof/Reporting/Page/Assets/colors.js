// One hue for each package. In OKLCH equal lightness looks equally light, so that text is as legible on one hue as on the next.
// Warm ones; a third of the way into the blue ones they tell parts of the framework apart, a quarter into the green ones packages.
const hues = [48, 30, 72, 100, 60, 18, 86, 40, 54, 78, 36];

// The runtime's own work by what it is, where its frames say it: [gc: mark], [jit].
const roles = { gc: 350, jit: 300, types: 275, type: 275, allocate: 20, interface: 205, virtual: 205, throw: 5, lock: 330, write: 350, suspend: 350, profiler: 0 };

const palettes = {
    light: {
        program: hue => `oklch(0.84 0.105 ${hue})`, framework: hue => `oklch(0.885 0.04 ${220 + hue / 3})`, package: hue => `oklch(0.87 0.07 ${130 + hue / 4})`, native: hue => hue === null ? 'oklch(0.89 0.006 260)' : `oklch(0.87 0.035 ${hue})`, marker: () => 'oklch(0.93 0.02 20)',
        text: 'oklch(0.24 0.02 260)', faded: 'oklch(0.62 0.01 260)', dim: 'oklch(0.945 0.004 260)', match: 'oklch(0.79 0.15 320)', many: 'oklch(0.86 0.02 60)',
        root: 'oklch(0.93 0.006 260)', ring: 'oklch(0.5 0.2 264)', chosen: 'oklch(0.3 0.03 260)', stripe: 'oklch(0.6 0.15 20)', background: 'oklch(0.995 0.001 260)', more: 'oklch(0.8 0.12 25)', less: 'oklch(0.82 0.09 155)',
    },
    dark: {
        program: hue => `oklch(0.47 0.088 ${hue})`, framework: hue => `oklch(0.4 0.035 ${220 + hue / 3})`, package: hue => `oklch(0.42 0.06 ${130 + hue / 4})`, native: hue => hue === null ? 'oklch(0.36 0.006 260)' : `oklch(0.38 0.035 ${hue})`, marker: () => 'oklch(0.31 0.03 20)',
        text: 'oklch(0.95 0.008 80)', faded: 'oklch(0.58 0.01 260)', dim: 'oklch(0.265 0.006 260)', match: 'oklch(0.52 0.17 320)', many: 'oklch(0.4 0.025 60)',
        root: 'oklch(0.32 0.006 260)', ring: 'oklch(0.75 0.14 264)', chosen: 'oklch(0.97 0.01 260)', stripe: 'oklch(0.6 0.13 20)', background: 'oklch(0.215 0.006 260)', more: 'oklch(0.48 0.12 25)', less: 'oklch(0.45 0.08 155)',
    },
};

const colorCache = { theme: null, colors: [] };

function colorOfFunction(theme, model, number) {
    if (colorCache.theme !== theme) {
        colorCache.theme = theme;
        colorCache.colors = [];
    }

    return colorCache.colors[number] ??= palettes[theme][kindOfFunction(model, number)](hueOf(model.functions[number], kindOfFunction(model, number)));
}

// Null for native code of no known role.
function hueOf(name, kind) {
    return kind === 'native' ? roles[/^\[(\w+)/.exec(name)?.[1]] ?? null : hues[hashOf(packageOf(name)) % hues.length];
}

// Red where it grew, blue where it shrank, as strong as the change is a part of the larger of the two; in sixteen steps.
function colorOfChange(theme, change, before) {
    const larger = Math.max(Math.abs(before), Math.abs(before + change));
    const step = larger === 0 ? 0 : Math.round(change / larger * 16) / 16;
    const strength = Math.sqrt(Math.abs(step));
    const hue = step > 0 ? 27 : 250;
    return theme === 'dark' ? `oklch(${0.36 + 0.12 * strength} ${0.006 + 0.12 * strength} ${hue})` : `oklch(${0.93 - 0.14 * strength} ${0.006 + 0.13 * strength} ${hue})`;
}

// Of a window of time: the more, the warmer.
function heatColor(theme, share, isChosen) {
    const [base, step] = theme === 'dark' ? [0.35, 0.35] : [0.88, -0.28];
    return `oklch(${base + step * share} ${isChosen ? 0.04 + 0.13 * share : 0.01} ${80 - 55 * share})`;
}

// FNV-1a. The same package has the same colour in every profile.
function hashOf(text) {
    let hash = 0x811c9dc5;
    for (let i = 0; i < text.length; i++) {
        hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0;
    }

    return (hash ^ (hash >>> 15)) >>> 0;
}

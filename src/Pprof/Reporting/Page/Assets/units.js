// Values as pprof prints them. Factors are those between neighbours, from the smallest unit on.
const scales = [
    { units: ['ns', 'us', 'ms', 's', 'hrs'], factors: [1, 1e3, 1e6, 1e9, 3600e9], names: { nanosecond: 0, ns: 0, microsecond: 1, us: 1, millisecond: 2, ms: 2, second: 3, sec: 3, s: 3, hour: 4, hr: 4, hrs: 4 } },
    { units: ['B', 'kB', 'MB', 'GB', 'TB', 'PB'], factors: [0, 1, 2, 3, 4, 5].map(i => 1024 ** i), names: { byte: 0, b: 0, kilobyte: 1, kb: 1, megabyte: 2, mb: 2, gigabyte: 3, gb: 3, terabyte: 4, tb: 4, petabyte: 5, pb: 5 } },
];

function scaleOf(unit) {
    const name = unit.toLowerCase();
    for (const scale of scales) {
        const index = indexOf(scale, name) ?? indexOf(scale, name.replace(/s$/, ''));
        if (index !== undefined) {
            return { ...scale, base: scale.factors[index] };
        }
    }

    return null;
}

// Own names only: units come from the profile, and every object has a constructor.
function indexOf(scale, name) {
    return Object.hasOwn(scale.names, name) ? scale.names[name] : undefined;
}

// Number of the largest unit in which the value is at least 1.
function bestUnit(scale, value) {
    const size = Math.abs(value) * scale.base;
    return Math.max(0, scale.factors.findLastIndex(factor => size >= factor));
}

// A function from values to text. With values given, all are printed in the one unit that pprof would choose for a list of them.
function formatter(unit, list = null) {
    const scale = scaleOf(unit);
    if (scale === null) {
        return value => value.toLocaleString('en', { maximumFractionDigits: 0 }) + (unit === '' || unit === 'count' ? '' : ' ' + unit);
    }

    const common = list === null ? -1 : commonUnit(scale, list);
    return value => {
        const index = common < 0 ? bestUnit(scale, value) : common;
        const digits = (value * scale.base / scale.factors[index]).toFixed(2).replace(/\.00$/, '');
        return digits === '0' || digits === '-0' ? '0' : digits + scale.units[index];
    };
}

// Where the smallest and the largest ask for different units: the unit in which the smallest still has two decimals.
function commonUnit(scale, { smallest, largest }) {
    const lower = smallest === 0 ? largest : smallest;
    const unit = bestUnit(scale, lower);
    return unit !== bestUnit(scale, largest) && lower * 100 < largest ? bestUnit(scale, lower * 100) : unit;
}

function percentText(value, whole) {
    const percent = whole === 0 ? 0 : Math.abs(value / whole) * 100;
    if (percent >= 99.95 && percent <= 100.05) {
        return '100%';
    }

    return (percent >= 1 ? percent.toFixed(2) : percent === 0 ? '0' : String(Number(percent.toPrecision(2)))) + '%';
}

function exactText(value, unit) {
    const number = value.toLocaleString('en', { maximumFractionDigits: 0 });
    return unit === '' || unit === 'count' ? number : `${number} ${unit}`;
}

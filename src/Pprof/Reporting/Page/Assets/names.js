// Shorter forms of a function's name, for boxes too narrow for all of it. What is between brackets is never taken apart.
const nameForms = new Map();

function formsOf(name) {
    if (!nameForms.has(name)) {
        nameForms.set(name, [name, ...shorterForms(name)]);
    }

    return nameForms.get(name);
}

function shorterForms(name) {
    const parts = partsOf(name);
    if (parts === null) {
        return [];
    }

    const plain = parts.join('.');
    const last = parts[parts.length - 1];
    return [plain, parts.slice(-2).join('.'), last, last.replace(/(?<=.)<.*$/, '')];
}

// The name's dotted parts without the parameters, or null where brackets do not pair, as in operator <.
function partsOf(name) {
    const parts = [];
    let depth = 0, start = 0;
    for (let i = 0; i < name.length; i++) {
        const c = name[i];
        if ('<([{'.includes(c)) {
            if (c === '(' && depth === 0 && i > start) {
                return [...parts, name.slice(start, i)];
            }

            depth++;
        } else if ('>)]}'.includes(c)) {
            depth--;
        } else if (depth === 0 && c === '.' && i > start) {
            parts.push(name.slice(start, i));
            start = i + 1;
        }
    }

    return depth === 0 && start < name.length ? [...parts, name.slice(start)] : null;
}

// Namespace, and the rest: where there is little room, the namespace gives way.
function splitName(name) {
    const parts = partsOf(name) ?? [name];
    const length = parts.join('.').length - parts.slice(-2).join('.').length;
    return [name.slice(0, length), name.slice(length)];
}

function fittingName(name, characters) {
    const form = formsOf(name).find(form => form.length <= characters);
    if (form !== undefined) {
        return form;
    }

    const last = formsOf(name).at(-1);
    return characters < 3 ? '' : last.slice(0, characters - 1) + '…';
}

// Frames that stand for what could not be recorded.
function isMarker(name) {
    return /^\[(lost|truncated|unwalkable|overflow|no answer|unknown)\]$/.test(name);
}

// Code of the program, of the framework (with what is compiled at run time, what the compiler adds, and this library, which are as little the program's), or native.
// Native names have no dots but those that gcc adds to the parts and copies of a function.
function kindOf(name) {
    if (isMarker(name)) {
        return 'marker';
    }

    if (/^((System|Microsoft|Internal|Interop|Pprof|dynamicClass)\b|<PrivateImplementationDetails>)/.test(name)) {
        return 'framework';
    }

    const plain = name.replace(/(\.(constprop|isra|part|cold|lto_priv|localalias|clone)(\.\d+)?)+$/, '');
    return /^(\[|0x|std::)/.test(name) || !/[.:/]/.test(plain) ? 'native' : 'program';
}

// For each function 1 when it is not the program's. What could not be recorded is nobody's, and stays in sight.
function foreignFunctions(functions) {
    return Uint8Array.from(functions, name => ['framework', 'native'].includes(kindOf(name)) ? 1 : 0);
}

// Namespace, package or library: what one colour stands for. Type and method, the last two parts, do not belong to it.
function packageOf(name) {
    const slash = name.lastIndexOf('/', name.search(/[(<]|$/));
    const parts = partsOf(name.slice(slash + 1).replace(/::/g, '.')) ?? [name];
    const count = Math.max(1, Math.min(2, parts.length - 2));
    return name.slice(0, slash + 1) + parts.slice(0, count).join('.');
}

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
    return /^\[(lost|truncated|unwalkable|overflow|no answer|unknown|left out|await: caller unknown)\]$/.test(name);
}

// Whose code a function is, as the profile's mappings say, or its name: FrameOrigins.cs decides it.
const originKinds = ['program', 'package', 'framework', 'native', 'marker'];

function kindOfFunction(model, number) {
    return originKinds[model.origins[number]];
}

// What stands between an await and the code it goes on with, and below everything that the pool runs. Builders and boxes of state machines,
// continuations, the pool's loop; nothing in which a program's own mistake could be seen.
const plumbing = new RegExp('^System\\.(' + [
    'Runtime\\.CompilerServices\\.(Async(Void|Task|ValueTask|Iterator)?MethodBuilder|PoolingAsync|AsyncMethodBuilderCore|AsyncTaskMethodBuilder'
        + '|AsyncHelpers|TaskAwaiter|ValueTaskAwaiter|ConfiguredTaskAwaitable|ConfiguredValueTaskAwaitable|YieldAwaitable|IAsyncStateMachineBox|AsyncVoidMethodBuilder)',
    'Threading\\.ExecutionContext\\.Run', 'Threading\\.ThreadPoolWorkQueue\\.Dispatch', 'Threading\\.PortableThreadPool\\.WorkerThread', 'Threading\\.WindowsThreadPool',
    'Threading\\.Thread\\.(StartCallback|StartHelper)', 'Threading\\.Thread\\+?\\.?StartHelper', 'Threading\\.(QueueUserWorkItemCallback|UnsafeQueueUserWorkItem)',
    'Threading\\.Tasks\\.(AwaitTaskContinuation|TaskSchedulerAwaitTaskContinuation|SynchronizationContextAwaitTaskContinuation|ContinueWithTaskContinuation'
        + '|ContinuationTaskFromTask|ContinuationTaskFromResultTask|StandardTaskContinuation|ThreadPoolTaskScheduler|UnwrapPromise|CompletionActionInvoker)',
    'Threading\\.Tasks\\.Task(<[^.]*>)?\\.(ExecuteEntry|ExecuteEntryUnsafe|ExecuteFromThreadPool|ExecuteWithThreadLocal|RunContinuations|FinishContinuations|FinishSlow|FinishStageThree'
        + '|FinishStageTwo|Finish|TrySetResult|TrySetFromTask|InnerInvoke|RunOrQueueCompletionAction)\\b',
    'Threading\\.Tasks\\.Sources\\.ManualResetValueTaskSourceCore',
].join('|') + ')');

function isPlumbing(name) {
    return plumbing.test(name);
}

// For each function whether its frames are shown. What could not be recorded is nobody's, and stays in sight.
function modesOf(model, hidden, isFolded) {
    return Uint8Array.from(model.functions, (name, number) => hidden.has(kindOfFunction(model, number)) ? hiddenFrame
        : isFolded && isPlumbing(name) ? foldedFrame : shownFrame);
}

// Namespace, package or library: what one colour stands for. Type and method, the last two parts, do not belong to it.
function packageOf(name) {
    const slash = name.lastIndexOf('/', name.search(/[(<]|$/));
    const parts = partsOf(name.slice(slash + 1).replace(/::/g, '.')) ?? [name];
    const count = Math.max(1, Math.min(2, parts.length - 2));
    return name.slice(0, slash + 1) + parts.slice(0, count).join('.');
}

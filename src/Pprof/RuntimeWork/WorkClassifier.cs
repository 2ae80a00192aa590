using Pprof.Images;
using Pprof.Runtime;
using Pprof.Unwinding;

namespace Pprof.RuntimeWork;

/// <summary>
/// The door of the room: replaces native frames of the runtime's by one frame that says what it was doing. The runtime's library names
/// eleven of its 17,000 functions, so the leaf says nothing; what decides is where compiled code entered it, which compiler, collector or
/// stub lies in between, and whose thread it is. Owner of the parts; allocates when it meets an image for the first time; never throws.
/// </summary>
internal sealed class WorkClassifier
{
    private const int FewestNames = 1000;

    private readonly CodeOwners _owners;
    private readonly StubCode _stubs;
    private readonly RuntimeEntries _entries;
    private RuntimeFunctions? _functions;
    private bool? _keepsNames;

    /// <param name="images">What is mapped.</param>
    /// <param name="descriptor">Null where the runtime does not describe itself.</param>
    /// <param name="keepsNames">Shows the runtime's functions above the frame that says what they do; null to do so where they have names.</param>
    public WorkClassifier(ImageCatalog images, ContractDescriptor? descriptor, bool? keepsNames = null)
    {
        _keepsNames = keepsNames;
        _owners = new CodeOwners(images);
        _stubs = new StubCode(descriptor is null ? null : CodeMap.TryCreate(descriptor, out _));
        _entries = new RuntimeEntries(descriptor);
    }

    private RuntimeFunctions Functions =>
        _functions ??= _owners.Runtime is { } image ? RuntimeFunctions.Read(image) : RuntimeFunctions.None;

    /// <summary>Rewrites a stack in place and returns its new length.</summary>
    /// <param name="stack">Leaf first, as the unwinder gives it.</param>
    /// <param name="hints">The rest.</param>
    /// <param name="leaf">What the runtime does at the leaf; null when the leaf is not its code, or it is not known what it does there.</param>
    /// <param name="isNameless">The leaf is its code and it is not known what it does there.</param>
    public int Rewrite(Span<CodeAddress> stack, in WorkHints hints, out Work? leaf, out bool isNameless)
    {
        (leaf, isNameless) = (null, false);
        int kept = 0;
        for (int i = 0; i < stack.Length; i++)
        {
            if (stack[i].Kind != CodeKind.Native)
            {
                stack[kept++] = stack[i];
                continue;
            }

            NativeRun run = RunAt(stack, i);
            Work? work = Find(stack, run, hints);
            if (run.IsLeaf)
            {
                (leaf, isNameless) = (work, work is null && run.LeafOwner != CodeOwner.Other);
            }

            kept = Keep(stack, kept, run, work);
            i = run.End - 1;
        }

        return kept;
    }

    // With a symbol file beside it, the library names 17,000 functions; without one, a dozen.
    private bool KeepsNames => _keepsNames ??= _owners.Runtime?.Symbols.Count >= FewestNames;

    private int Keep(Span<CodeAddress> stack, int kept, in NativeRun run, Work? work)
    {
        int from = run.Start;
        if (work is not null)
        {
            int entry = Math.Max(run.Entry, from);
            CodeAddress place = stack[KeepsNames ? entry : from];
            for (; KeepsNames && from < entry; from++)
            {
                stack[kept++] = stack[from];
            }

            stack[kept++] = CodeAddress.OfWork(place.Value, work.Index);
            from = entry + 1;
        }

        stack[from..run.End].CopyTo(stack[kept..]);
        return kept + run.End - from;
    }

    private NativeRun RunAt(ReadOnlySpan<CodeAddress> stack, int start)
    {
        NativeRun run = new() { Start = start, End = start, Entry = -1, IsLeaf = start == 0, LeafOwner = _owners.Of(stack[start].Value) };
        for (; run.End < stack.Length && stack[run.End].Kind == CodeKind.Native; run.End++)
        {
            CodeOwner owner = run.End == start ? run.LeafOwner : _owners.Of(stack[run.End].Value);
            run.HasRuntime |= owner == CodeOwner.Runtime;
            run.HasCompiler |= owner == CodeOwner.Compiler;
            run.HasCollector |= owner == CodeOwner.Collector;
            run.Entry = owner is CodeOwner.Runtime or CodeOwner.Compiler or CodeOwner.Collector ? run.End : run.Entry;
        }

        run.IsRoot = run.End == stack.Length;
        return run;
    }

    private Work? Find(ReadOnlySpan<CodeAddress> stack, in NativeRun run, in WorkHints hints)
    {
        if (run.IsLeaf && run.LeafOwner == CodeOwner.Stub)
        {
            return _stubs.WorkAt(stack[run.Start].Value, Functions.WriteBarrier);
        }

        if (run.Entry < 0)
        {
            return null;
        }

        ulong entry = stack[run.Entry].Value;
        return run.IsLeaf && OfCollector(run, hints) is { } collection ? collection
            : run.HasCompiler ? OfCompiler(entry, run, hints)
            : OfEntry(entry, run, hints) ?? OfThread(run, hints);
    }

    // A thread that has stopped the others and is in the runtime's code collects; the one that compiles stops them for its own ends.
    private static Work? OfCollector(in NativeRun run, in WorkHints hints) => hints.Role switch
    {
        ThreadRole.BackgroundCollector => KnownWork.GcBackground,
        ThreadRole.ServerCollector => KnownWork.Gc,
        ThreadRole.Compiler => null,
        _ when run.HasCollector || hints.Suspends => KnownWork.Gc,
        _ => null,
    };

    private Work OfCompiler(ulong entry, in NativeRun run, in WorkHints hints) =>
        hints.Role == ThreadRole.Compiler && run.IsRoot ? KnownWork.JitTier1
        : Functions.WorkAt(entry) == KnownWork.JitLoop ? KnownWork.JitLoop
        : KnownWork.Jit;

    private Work? OfEntry(ulong entry, in NativeRun run, in WorkHints hints)
    {
        if (Functions.WorkAt(entry) is { } known)
        {
            // Of the mathematical functions the library's own name says more.
            return known == KnownWork.Math && run.LeafOwner == CodeOwner.Other ? null : known;
        }

        RuntimeEntry kind = run.IsLeaf ? _entries.Of(hints.LeafFrame) : RuntimeEntry.Unknown;
        Work? work = WorkOf(kind);
        // Helpers are entered for several things, and any function of the runtime's may throw.
        if (work is not null && kind is not (RuntimeEntry.Helper or RuntimeEntry.Throw))
        {
            Functions.Learn(entry, work);
        }

        return work;
    }

    private Work? WorkOf(RuntimeEntry entry) => entry switch
    {
        RuntimeEntry.MethodPreparation => KnownWork.MethodPreparation,
        RuntimeEntry.CallCounting => KnownWork.CallCounting,
        RuntimeEntry.InterfaceDispatch => KnownWork.DispatchResolve,
        RuntimeEntry.ExternalMethod => KnownWork.PrecompiledFixup,
        // Allocation has such a Frame too: only where the allocators are known is the rest something else.
        RuntimeEntry.Helper when Functions.WriteBarrier != 0 => KnownWork.PrecompiledFixup,
        RuntimeEntry.Throw => KnownWork.Throw,
        _ => null,
    };

    private static Work? OfThread(in NativeRun run, in WorkHints hints)
    {
        if (!run.IsLeaf)
        {
            return run.IsRoot ? KnownWork.ThreadStart : null;
        }

        return hints.Role switch
        {
            ThreadRole.Compiler when run.IsRoot => KnownWork.Tiering,
            ThreadRole.Events => KnownWork.Events,
            ThreadRole.Helper => KnownWork.Housekeeping,
            _ => null,
        };
    }
}

using System.Runtime.InteropServices;
using Pprof.Runtime;
using Pprof.Sampling;
using Pprof.Symbolization;
using Pprof.Symbolization.Async;
using Pprof.Unwinding;

namespace Pprof.Profiles.Cpu;

/// <summary>
/// Replaces what stands below an async method that was resumed (the pool, or whoever completed what it awaited) by
/// those who await it. What is
/// unsure becomes <c>[await: caller unknown]</c>. Walker's thread.
/// <code>
/// on the stack   Burn, A.MoveNext, RunInternal, Box.MoveNext, RunContinuations, B.MoveNext, …,
/// ThreadPoolWorkQueue.Dispatch
/// shown          Burn, A.MoveNext, [await], Root (line of its await)
/// </code>
/// </summary>
internal sealed class LogicalStacks(AwaitTypes types, ISymbolSource symbols) : IDisposable
{
    private readonly FrameRoles _roles = new(symbols);
    private readonly AsyncFrames _frames = new();
    private readonly RunningOperation _operation = new(types);

    /// <summary>Where the words of the frames lie, for the walk that comes before.</summary>
    public FramePlace[] Places { get; } = new FramePlace[StackUnwinder.MaxFrames];

    /// <summary>Rewrites a stack in place and returns its new length.</summary>
    /// <param name="stack">With room behind its frames.</param>
    /// <param name="depth">How many frames it has.</param>
    /// <param name="raw">What was copied.</param>
    /// <param name="end">How it ended; null when nothing was resumed, and the stack is as it was.</param>
    public int Rewrite(Span<CodeAddress> stack, int depth, in RawStack raw, out LogicalEnd? end)
    {
        end = null;
        Resumption resumption = Resumption.Find(stack[..depth], _roles);
        if (!resumption.IsFound)
        {
            return depth;
        }

        ReadOnlySpan<AwaitLink> links = MemoryMarshal.Cast<byte, AwaitLink>(raw.Links);
        LearnAll(links);
        int start = _operation.Find(links, resumption, raw, Places);
        int kept = Math.Min(resumption.Index + 1, stack.Length - 1);
        end = start < 0 ? WhyNot(links, resumption) : Append(stack, ref kept, links, start);
        if (end != LogicalEnd.Root)
        {
            stack[Math.Min(kept++, stack.Length - 1)] = CodeAddress.Marker(StackMarker.AwaitUnknown);
        }

        return Math.Min(kept, stack.Length);
    }

    public void Dispose() => _frames.Dispose();

    private void LearnAll(ReadOnlySpan<AwaitLink> links)
    {
        foreach (ref readonly AwaitLink link in links)
        {
            types.Learn(link.MethodTable);
        }
    }

    private static LogicalEnd WhyNot(ReadOnlySpan<AwaitLink> links, in Resumption resumption) =>
        resumption.Kind == FrameRoleKind.Dispatcher ? LogicalEnd.Suspended
        : resumption.Kind == FrameRoleKind.Box ? LogicalEnd.Plumbing
        : links.IsEmpty ? LogicalEnd.Unread
        : LogicalEnd.NotFound;

    private LogicalEnd Append(Span<CodeAddress> stack, ref int kept, ReadOnlySpan<AwaitLink> links, int start)
    {
        bool isFirst = true;
        ulong next = links[start].Next;
        for (int i = start + 1; i < links.Length && !links[i].IsStart; i++)
        {
            AwaitLink link = links[i];
            if (link.IsType)
            {
                continue;
            }

            if (kept >= stack.Length - 2 || !TryFrame(link, out CodeAddress frame))
            {
                return LogicalEnd.Chain;
            }

            if (frame != default)
            {
                Append(stack, ref kept, frame, ref isFirst);
            }

            next = frame == WaitNames.BlockedThread.Frame ? 0 : link.Next;
        }

        return next == 0 ? LogicalEnd.Root : LogicalEnd.Chain;
    }

    private static void Append(Span<CodeAddress> stack, ref int kept, CodeAddress frame, ref bool isFirst)
    {
        if (isFirst)
        {
            stack[kept++] = CodeAddress.Marker(StackMarker.Await);
        }

        isFirst = false;
        stack[kept++] = frame;
    }

    // An operation that awaits stands at one of its awaits; anything else was read while it changed. False when it is
    // not known; no frame for what only hands on.
    private bool TryFrame(in AwaitLink link, out CodeAddress frame)
    {
        frame = default;
        AwaitType? type = types.Learn(link.MethodTable);
        if (type is null or { Kind: AwaitKind.Opaque })
        {
            return false;
        }

        if (type.Kind == AwaitKind.BlockedThread)
        {
            frame = WaitNames.BlockedThread.Frame;
        }
        else if (type.Machine is { } machine)
        {
            frame = _frames.OfState(machine, link.HasState ? link.State : -1);
            return link.HasState ? link.State >= 0 : type.LeadsAsTask;
        }

        return true;
    }
}

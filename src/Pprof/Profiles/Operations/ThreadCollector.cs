using System.Globalization;
using Pprof.Labels;
using Pprof.Profiles.Naming;
using Pprof.Profiles.OwnStack;
using Pprof.Runtime;
using Pprof.Sampling;
using Pprof.Unwinding;

namespace Pprof.Profiles.Operations;

/// <summary>
/// Walks the stacks of a snapshot as they come in, and keeps those of threads that run or wait in managed code. On the
/// thread that takes the snapshot; takes the lock of the parts for each walk.
/// </summary>
/// <param name="parts">Unwinder and names.</param>
/// <param name="callerId">The kernel's id of the thread whose stack begins below the library.</param>
/// <param name="objects">What to look for on the stacks.</param>
internal sealed class ThreadCollector(ProfilingParts parts, int callerId, HeldObjects objects) : ISnapshotSink
{
    private static readonly CodeAddress[] s_noAnswer = [CodeAddress.Marker(StackMarker.NoAnswer)];
    private readonly CodeAddress[] _frames = new CodeAddress[StackUnwinder.MaxFrames];
    private readonly LibraryFrames _library = new(parts);
    private readonly List<ThreadUnit> _others = [];
    private ThreadUnit? _caller;
    private int _own;
    private int _refused;
    private int _error;

    /// <summary>The caller's first, then in the order of their managed ids: running threads answer later than waiting ones.</summary>
    public List<ThreadUnit> InOrder()
    {
        _others.Sort((one, other) => one.Thread.ManagedId.CompareTo(other.Thread.ManagedId));
        return _caller is { } caller ? [caller, .. _others] : _others;
    }

    public void OnThread(in RuntimeThread thread, SystemCall wait, in RawStack stack)
    {
        // At once: a thread that goes on meanwhile may work for another request.
        LabelSet labels = ThreadLabels.Of(thread.OsId);
        IReadOnlyList<object> held = objects.In(stack);
        CodeAddress[] frames;
        lock (parts.Gate)
        {
            int count = parts.Unwinder.Unwind(stack, _frames, out _);
            frames = Shown(thread, ManagedPart.Of(_frames.AsSpan(0, count))).ToArray();
        }

        if (frames.Length > 0)
        {
            Add(new ThreadUnit(thread, wait, frames, labels) { Held = held, Age = wait.IsWaiting ? AgeClock.Shared.OfThread(thread.OsId) : default });
        }
    }

    public void OnNoAnswer(in RuntimeThread thread)
    {
        if (IsManaged(thread, s_noAnswer))
        {
            Add(new ThreadUnit(thread, default, s_noAnswer, ThreadLabels.Of(thread.OsId)));
        }
    }

    /// <summary>How many threads could not be sent the signal and what to do about it; null when none was refused.</summary>
    public string? Refusal => _refused == 0 ? null : string.Create(CultureInfo.InvariantCulture,
        $"degraded: {_refused} threads could not be asked for their stacks (error {_error}). Allow timer_create, timer_settime and rt_tgsigqueueinfo, or raise ulimit -i");

    public void OnRefused(in RuntimeThread thread, int error)
    {
        if (thread.OsId == callerId)
        {
            AddCaller(LiveStack.Capture(0));
            return;
        }

        _refused++;
        _error = error;
        OnNoAnswer(thread);
    }

    /// <summary>Where no thread can be captured: the calling one, whose stack was found in another way.</summary>
    public void AddCaller(CodeAddress[] frames)
    {
        RuntimeThread thread = new(0, 0, Environment.CurrentManagedThreadId);
        lock (parts.Gate)
        {
            frames = _library.WithoutOurs(frames).ToArray();
        }

        _caller = new ThreadUnit(thread, default, frames, FlowingLabels.InForce);
    }

    /// <summary>Threads that work for this library alone.</summary>
    public int Own => _own;

    private ReadOnlySpan<CodeAddress> Shown(in RuntimeThread thread, ReadOnlySpan<CodeAddress> frames)
    {
        if (_library.IsThreadOfOurs(frames) || _library.IsOwnWork(frames))
        {
            _own++;
            return default;
        }

        if (thread.OsId == callerId)
        {
            return _library.WithoutOurs(frames);
        }

        return IsManaged(thread, frames) ? _library.WithoutWaiting(frames) : default;
    }

    // Of a thread that the runtime did not name, only its frames can tell.
    private static bool IsManaged(in RuntimeThread thread, ReadOnlySpan<CodeAddress> frames)
    {
        foreach (CodeAddress frame in frames)
        {
            if (frame.Kind is CodeKind.Managed or CodeKind.Method)
            {
                return true;
            }
        }

        return thread.Address != 0;
    }

    private void Add(ThreadUnit unit)
    {
        if (unit.Thread.OsId == callerId)
        {
            _caller = unit;
        }
        else
        {
            _others.Add(unit);
        }
    }
}

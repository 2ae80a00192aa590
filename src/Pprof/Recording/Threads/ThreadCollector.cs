using Pprof.Labels;
using Pprof.Runtime;
using Pprof.Sampling;
using Pprof.Unwinding;

namespace Pprof.Recording;

/// <summary>
/// Walks the stacks of a snapshot as they come in, and keeps those of threads that run or wait in managed code. On the
/// thread that takes the snapshot; takes the lock of the parts for each walk.
/// </summary>
internal sealed class ThreadCollector(ProfilingParts parts, int callerId) : ISnapshotSink
{
    private static readonly CodeAddress[] s_noAnswer = [CodeAddress.Marker(StackMarker.NoAnswer)];
    private readonly CodeAddress[] _frames = new CodeAddress[StackUnwinder.MaxFrames];
    private readonly LibraryFrames _library = new(parts.Symbols);

    /// <summary>The caller's thread is not in the order: see <see cref="Caller"/>.</summary>
    public List<ThreadUnit> Others { get; } = [];

    public ThreadUnit? Caller { get; private set; }

    public void OnThread(in RuntimeThread thread, SystemCall wait, in RawStack stack)
    {
        bool isCaller = thread.OsId == callerId;
        CodeAddress[] frames;
        lock (parts)
        {
            int count = parts.Unwinder.Unwind(stack, _frames, out _);
            frames = Shown(ManagedPart.Of(_frames.AsSpan(0, count)), isCaller).ToArray();
        }

        if (frames.Length > 0)
        {
            Add(new ThreadUnit(thread, wait, frames, ThreadLabels.Of(thread.OsId)), isCaller);
        }
    }

    public void OnNoAnswer(in RuntimeThread thread) => 
        Add(new ThreadUnit(thread, default, s_noAnswer, ThreadLabels.Of(thread.OsId)), thread.OsId == callerId);

    private ReadOnlySpan<CodeAddress> Shown(ReadOnlySpan<CodeAddress> frames, bool isCaller) =>
        isCaller ? _library.WithoutOurs(frames)
            : _library.IsThreadOfOurs(frames) ? default : frames;

    private void Add(ThreadUnit unit, bool isCaller)
    {
        if (isCaller)
        {
            Caller = unit;
        }
        else
        {
            Others.Add(unit);
        }
    }
}

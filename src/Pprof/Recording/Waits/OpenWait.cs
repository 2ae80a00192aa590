using Pprof.Labels;
using Pprof.Unwinding;

namespace Pprof.Recording;

/// <summary>A wait that has begun. Used again for the thread's later ones.</summary>
internal sealed class OpenWait
{
    private readonly CodeAddress[] _frames = new CodeAddress[EventFrames.MostFrames];
    private int _count;

    public WaitKind Kind { get; set; }

    /// <summary>Nanoseconds of the monotonic clock.</summary>
    public ulong Start { get; set; }

    /// <summary>What was in force when it began.</summary>
    public LabelSet Labels { get; set; } = LabelSet.Empty;

    /// <summary>Not contention, but a thread without work.</summary>
    public bool IsIdle { get; set; }

    /// <summary>Leaf first.</summary>
    public ReadOnlySpan<CodeAddress> Frames => _frames.AsSpan(0, _count);

    /// <summary>
    /// Whether a wait that begins with this stack can lie within the one that stands here, as that one goes on: all its frames but the innermost, which has raised the event, are
    /// still there, and the new one stands deeper. Only the wait for a lock that is contended may stand as deep as the contention.
    /// </summary>
    public bool CanContain(WaitKind kind, ReadOnlySpan<CodeAddress> stack)
    {
        bool isForLock = Kind == WaitKind.Contention && kind == WaitKind.Wait;
        return (isForLock || stack.Length > _count) && stack.EndsWith(Frames[Math.Min(1, _count)..]);
    }

    public void SetFrames(ReadOnlySpan<CodeAddress> frames)
    {
        frames.CopyTo(_frames);
        _count = frames.Length;
    }
}

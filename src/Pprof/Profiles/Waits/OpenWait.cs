using Pprof.EventPipe.Nettrace;
using Pprof.Labels;
using Pprof.Profiles.Events;
using Pprof.Unwinding;

namespace Pprof.Profiles.Waits;

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

    /// <summary>The package whose own thread waits; null for all others.</summary>
    public string? Package { get; set; }

    /// <summary>Leaf first.</summary>
    public ReadOnlySpan<CodeAddress> Frames => _frames.AsSpan(0, _count);

    /// <summary>
    /// Whether a wait that begins with this stack can lie within this one, which then still goes on.
    /// <code>
    /// this one: Enter · Save · Main     begins: WaitOne · Slow · Enter · Save · Main      within it: deeper, all callers still there
    /// this one: WaitOne · Loop          begins: WaitOne · Handler · Loop                  a later turn: an exception has ended this one
    /// </code>
    /// </summary>
    /// <remarks>
    /// All callers must still be there, and the innermost method, too, perhaps at another call; that tells the second case from the first. The new wait
    /// must stand deeper. Only a wait for a contended lock may stand as deep as the contention.
    /// </remarks>
    /// <param name="kind">Of the wait that begins.</param>
    /// <param name="stack">Leaf first.</param>
    /// <param name="areInOneMethod">Of two addresses.</param>
    public bool CanContain(WaitKind kind, ReadOnlySpan<CodeAddress> stack, Func<CodeAddress, CodeAddress, bool> areInOneMethod)
    {
        bool isForLock = Kind == WaitKind.Contention && kind == WaitKind.Wait;
        bool isDeepEnough = isForLock ? stack.Length >= _count : stack.Length > _count;
        return isDeepEnough && (_count == 0 || (stack.EndsWith(Frames[1..]) && areInOneMethod(stack[^_count], _frames[0])));
    }

    public void SetFrames(ReadOnlySpan<CodeAddress> frames)
    {
        frames.CopyTo(_frames);
        _count = frames.Length;
    }
}

/// <summary>What a thread waits for.</summary>
internal enum WaitKind
{
    /// <summary>A lock that another thread holds.</summary>
    Contention,

    /// <summary>Anything else that a thread blocks on: wait handles and what is built on them, <see cref="Monitor.Wait(object)"/>.</summary>
    Wait,
}

/// <summary>Where and when a wait begins or ends.</summary>
/// <param name="Thread">The kernel's id.</param>
/// <param name="Time">Nanoseconds of the monotonic clock.</param>
/// <param name="Continuity">Of the thread's events.</param>
internal readonly record struct WaitMoment(ulong Thread, ulong Time, Continuity Continuity);

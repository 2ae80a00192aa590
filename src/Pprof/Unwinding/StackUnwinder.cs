using Pprof.Runtime;
using Pprof.Sampling;
using Pprof.Unwinding.Managed;
using Pprof.Unwinding.Native;
using Pprof.Unwinding.View;

namespace Pprof.Unwinding;

/// <summary>
/// The door of the room: from a stopped thread's registers and stack bytes to code addresses, leaf first. One thread at a
/// time (the drain thread); allocation-free when the caches are warm; never throws. Reads the stack only in the copy it is given.
/// </summary>
internal sealed class StackUnwinder
{
    /// <summary>Most frames of a stack. A deeper one keeps its leaf side and ends in <see cref="StackMarker.Truncated"/>.</summary>
    public const int MaxFrames = 512;

    private readonly WalkParts _parts;
    private readonly bool _isRaw;

    private StackUnwinder(WalkParts parts, UnwinderOptions options, string description)
    {
        _parts = parts;
        _isRaw = options.IsRaw;
        Description = description;
    }

    /// <summary>Which way managed frames are left, for the comment in the profile.</summary>
    public string Description { get; }

    public UnwinderStatistics Statistics => _parts.Statistics;

    public static StackUnwinder Create(UnwinderOptions? options = null)
    {
        options ??= new UnwinderOptions();
        string? reason;
        ContractDescriptor descriptor = ContractDescriptor.TryLoad(out reason)!;
        CodeMap map = CodeMap.TryCreate(descriptor, out reason)!;
        FrameLayout? layout = FrameLayout.TryCreate(descriptor, out reason);
        var parts = new WalkParts(
            new RuleCache(new TableRules(map)), options.Native ?? new NoNativeUnwinder(), layout, new FirstPass(), new UnwinderStatistics());
        return new StackUnwinder(parts, options, "the runtime's unwind tables");
    }

    /// <summary>Walks the stack into <paramref name="frames"/>, at most <see cref="MaxFrames"/> of them; returns how many.</summary>
    public int Unwind(in RawStack stack, Span<CodeAddress> frames, out StackEnd end)
    {
        if (frames.Length > MaxFrames)
            frames = frames[..MaxFrames];
        _parts.Statistics.Walks++;
        _parts.Rules.BeginWalk();
        var walk = new StackWalk(stack, _parts, frames, _isRaw);
        end = walk.Run();
        return walk.LostBlock && end == StackEnd.Root ? WalkAgain(stack, frames, out end) : walk.Count;
    }

    private int WalkAgain(in RawStack stack, Span<CodeAddress> frames, out StackEnd end)
    {
        _parts.Statistics.LostBlocks++;
        var walk = new StackWalk(stack, _parts, frames, true);
        end = walk.Run();
        return walk.Count;
    }
}

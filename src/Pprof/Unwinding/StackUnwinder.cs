using Pprof.Images;
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

    private StackUnwinder(WalkParts parts, string description) => (_parts, Description) = (parts, description);

    /// <summary>Which way managed frames are left, for the comment in the profile.</summary>
    public string Description { get; }

    public UnwinderStatistics Statistics => _parts.Statistics;

    public static StackUnwinder Create(UnwinderOptions? options = null)
    {
        options ??= new UnwinderOptions();
        INativeUnwinder native = options.Native ?? new NativeUnwinder(options.Images ?? new ImageCatalog());
        FirstPass? firstPass = options.IsRaw ? null : new FirstPass();
        ContractDescriptor? descriptor = ContractDescriptor.TryLoad(out string? reason);
        CodeMap? map = descriptor is null ? null : CodeMap.TryCreate(descriptor, out reason);
        FrameLayout? frames = descriptor is null ? null : FrameLayout.TryCreate(descriptor, out _);
        IFrameRules rules = map is null ? new NativeOnlyRules() : new TableRules(map);
        string description = map is null ? $"native frames only, because {reason}" : "the runtime's unwind tables";
        return new StackUnwinder(new WalkParts(new RuleCache(rules), native, frames, firstPass, new UnwinderStatistics()), description);
    }

    /// <summary>Walks the stack into <paramref name="frames"/>, at most <see cref="MaxFrames"/> of them; returns how many.</summary>
    public int Unwind(in RawStack stack, Span<CodeAddress> frames, out StackEnd end)
    {
        if (frames.Length > MaxFrames)
            frames = frames[..MaxFrames];
        _parts.Statistics.Walks++;
        _parts.Rules.BeginWalk();
        var walk = new StackWalk(stack, _parts, frames, _parts.FirstPass);
        end = walk.Run();
        return walk.LostBlock && end == StackEnd.Root ? WalkAsItIs(stack, frames, out end) : walk.Count;
    }

    private int WalkAsItIs(in RawStack stack, Span<CodeAddress> frames, out StackEnd end)
    {
        _parts.Statistics.LostBlocks++;
        var walk = new StackWalk(stack, _parts, frames, null);
        end = walk.Run();
        return walk.Count;
    }
}

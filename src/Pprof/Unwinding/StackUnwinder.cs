using Pprof.Images;
using Pprof.Runtime;
using Pprof.Sampling;
using Pprof.Unwinding.Fallback;
using Pprof.Unwinding.Managed;
using Pprof.Unwinding.Native;
using Pprof.Unwinding.View;

namespace Pprof.Unwinding;

/// <summary>
/// The door of the room: from a stopped thread's registers and stack bytes to code addresses, leaf first. One thread at a
/// time, the owner of the parts; allocation-free when the caches are warm; never throws. Reads the stack only in the copy it is given.
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

    /// <summary>Of the last walk: the identifier of the explicit Frame in the native frames at the leaf; 0 for none.</summary>
    public ulong LeafFrame { get; private set; }

    public static StackUnwinder Create(UnwinderOptions? options = null)
    {
        options ??= new UnwinderOptions();
        ImageCatalog images = options.Images ?? new ImageCatalog();
        INativeUnwinder native = options.Native ?? new NativeUnwinder(images);
        RuntimeDescription runtime = options.WithoutDescription ? new(null, "it was asked for") : RuntimeDescription.Current;
        return runtime.Code.Value is { } map
            ? ByTables(map, runtime.Frames.Value, native)
            : ByPrologues(images, native, runtime.Code.Reason);
    }

    private static StackUnwinder ByTables(CodeMap map, FrameLayout? frames, INativeUnwinder native) =>
        new(new WalkParts(new RuleCache(new TableRules(map)), native, frames, new FirstPass(), new UnwinderStatistics()),
            "the runtime's unwind tables");

    private static StackUnwinder ByPrologues(ImageCatalog images, INativeUnwinder native, string? reason) =>
        new(new WalkParts(
                new RuleCache(new PrologueRules(new ReadyToRunTables(images))), new FramePointerUnwinder(native), null, new FirstPass(), new UnwinderStatistics()),
            $"method prologues, because {reason}");

    /// <summary>Walks the stack into <paramref name="frames"/>, at most <see cref="MaxFrames"/> of them; returns how many.</summary>
    public int Unwind(in RawStack stack, Span<CodeAddress> frames, out StackEnd end) => Unwind(stack, frames, [], out end);

    /// <summary>The same.</summary>
    /// <param name="stack">Copied.</param>
    /// <param name="frames">As above.</param>
    /// <param name="places">Of each managed frame, where its words lie; empty, or as long as <paramref name="frames"/>.</param>
    /// <param name="end">How the walk ended.</param>
    public int Unwind(in RawStack stack, Span<CodeAddress> frames, Span<FramePlace> places, out StackEnd end)
    {
        if (frames.Length > MaxFrames)
            frames = frames[..MaxFrames];
        _parts.Statistics.Walks++;
        _parts.Rules.BeginWalk();
        var walk = new StackWalk(stack, _parts, frames, _parts.FirstPass, places);
        end = walk.Run();
        LeafFrame = walk.LeafFrame;
        return walk.LostBlock && end == StackEnd.Root ? WalkAsItIs(stack, frames, places, out end) : walk.Count;
    }

    private int WalkAsItIs(in RawStack stack, Span<CodeAddress> frames, Span<FramePlace> places, out StackEnd end)
    {
        _parts.Statistics.LostBlocks++;
        var walk = new StackWalk(stack, _parts, frames, null, places);
        end = walk.Run();
        return walk.Count;
    }
}

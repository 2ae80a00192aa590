using Pprof.Aggregation;
using Pprof.EventPipe.Hub;
using Pprof.EventPipe.Nettrace;
using Pprof.Format;
using Pprof.Labels;
using Pprof.Profiles.Events;
using Pprof.Symbolization;
using Pprof.Unwinding;

namespace Pprof.Profiles.Cpu;

/// <summary>
/// Counts what the sample profiler tells. A look at all threads comes as one event for each; a sample stands for the time since the look
/// before it, so that the samples of a thread add up to the time it was there. Decoding thread.
/// </summary>
/// <param name="counter">Of three values: samples, idle, wall.</param>
/// <param name="symbols">What its addresses mean.</param>
/// <param name="frames">Turns addresses of a stack, leaf first, into frames.</param>
/// <param name="windowWidth">Of the windows of time that the counter's labels have; null for none.</param>
internal sealed class WallSamples(SampleCounter counter, ISymbolSource symbols, WallFrames frames, TimeSpan? windowWidth = null) : INettraceSink
{
    public const string Provider = "Microsoft-DotNETCore-SampleProfiler";
    private readonly EventStacks _stacks = new();
    private readonly WaitingFrames _waiting = new(symbols);
    private readonly Dictionary<uint, WallStack> _known = [];
    private readonly HashSet<ulong> _seen = [];
    private readonly CodeAddress[] _frames = new CodeAddress[EventFrames.MostFrames];
    private long _first;
    private long _look;
    private long _interval;

    /// <summary>The values of a stack.</summary>
    public static IReadOnlyList<SampleType> Types { get; } = [new("samples", "count"), new("idle", "nanoseconds"), new("wall", "nanoseconds")];

    public SampleCounter Counter { get; } = counter;

    /// <summary>What counts such samples.</summary>
    /// <param name="symbols">As of <see cref="SampleCounter"/>.</param>
    /// <param name="mappingOf">As of <see cref="SampleCounter"/>.</param>
    /// <param name="windows">Length of the windows of time; null for none.</param>
    public static SampleCounter CounterOf(ISymbolSource symbols, Func<CodeAddress, FunctionSymbol?, ulong> mappingOf, TimeSpan? windows) =>
        new(symbols, mappingOf, Types.Count) { Labels = new LabelTable { Windows = windows is { } width ? new WindowLabels(width) : null } };

    /// <summary>How often all threads were looked at.</summary>
    public long Looks { get; private set; }

    public long Samples { get; private set; }

    /// <summary>Nanoseconds between two looks.</summary>
    public long MeanInterval => Looks > 1 ? (_look - _first) / (Looks - 1) : 0;

    public void OnStack(uint stackId, ReadOnlySpan<byte> addresses) => _stacks.Add(stackId, addresses);

    public void OnStacksForgotten()
    {
        _stacks.Forget();
        _known.Clear();
    }

    public void OnEvent(in NettraceEvent nettraceEvent)
    {
        if (nettraceEvent.Metadata.Provider != Provider || nettraceEvent.Metadata.EventId != 0)
        {
            return;
        }

        BeginLookIfNew(nettraceEvent.ThreadId, (long)nettraceEvent.Timestamp);
        WallStack stack = StackOf(nettraceEvent.StackId);
        if (!stack.IsOurs && _interval > 0)
        {
            Count(stack, LabelHistory.At((int)nettraceEvent.ThreadId, (long)nettraceEvent.Timestamp));
        }
    }

    // A thread comes once in a look: when it comes again, that is the next.
    private void BeginLookIfNew(ulong thread, long time)
    {
        if (Looks > 0 && _seen.Add(thread))
        {
            return;
        }

        _interval = Looks > 0 ? time - _look : 0;
        _first = Looks > 0 ? _first : time;
        _look = time;
        Looks++;
        _seen.Clear();
        _seen.Add(thread);
    }

    private void Count(WallStack stack, LabelSet labels)
    {
        Samples++;
        Counter.Labels.TryAdd(labels, out int set);
        int number = Counter.InWindow(set, WindowOf(_look));
        Counter.Add(stack.Frames, number, [1, stack.IsWaiting ? _interval : 0, stack.IsWaiting ? 0 : _interval]);
        Counter.Locations.ForgetTransient();
    }

    private int WindowOf(long time) => windowWidth is { } width ? (int)((time - _first) / (width.Ticks * TimeSpan.NanosecondsPerTick)) : 0;

    private WallStack StackOf(uint id)
    {
        if (!_known.TryGetValue(id, out WallStack? stack))
        {
            ReadOnlySpan<CodeAddress> found = _frames.AsSpan(0, frames(_stacks.Find(id), _frames));
            _known[id] = stack = new WallStack(found.ToArray(), _waiting.IsWaiting(found), _waiting.IsOfLibrary(found));
        }

        return stack;
    }
}

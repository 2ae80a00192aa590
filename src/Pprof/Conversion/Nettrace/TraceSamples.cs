using System.Runtime.InteropServices;
using Pprof.EventPipe.Nettrace;
using Pprof.EventPipe.Rundown;
using Pprof.Format;

namespace Pprof.Conversion.Nettrace;

/// <summary>
/// Collects from a trace what makes profiles: stacks with values, added up while the trace is read, and the methods
/// that its end lists. The events carry no field
/// descriptions: their layouts stand here.
/// </summary>
internal sealed class TraceSamples(ReadBudget budget) : INettraceSink
{
    private const string Runtime = "Microsoft-Windows-DotNETRuntime";
    private const string Sampler = "Microsoft-DotNETCore-SampleProfiler";
    private const int AllocationTick = 10;
    private const int ExceptionThrown = 80;
    private const int ContentionStart = 81;
    private const int ContentionStop = 91;
    private const int AllocationSampled = 303;

    // AllocationSampled samples a byte in so many, on average.
    private const double SampledBytes = 102_400;
    private const ulong LongestGap = 1_000_000_000;
    private static readonly ulong[] s_noStack = [];

    // Nanoseconds a tick of the clock.
    private double _tick = 1;
    private readonly Dictionary<uint, ulong[]> _stacks = [];
    private readonly Dictionary<ulong, ulong> _lastSample = [];
    private readonly Dictionary<ulong, ulong[]> _waits = [];
    private readonly Dictionary<TraceKind, Dictionary<SampleKey, double[]>> _sums = [];

    /// <summary>Methods and modules.</summary>
    public RundownEvents Rundown { get; } = new(withLive: true);

    /// <summary>Time between two samples as the trace says it.</summary>
    public ulong PeriodNanos { get; private set; } = 1_000_000;

    public IReadOnlyDictionary<SampleKey, double[]> Of(TraceKind kind) => _sums.GetValueOrDefault(kind, []);

    public IEnumerable<TraceKind> Kinds => _sums.Keys.Order();

    public void OnTrace(long frequency, int samplingNanos)
    {
        _tick = frequency > 0 ? 1e9 / frequency : 1;
        PeriodNanos = samplingNanos > 0 ? (ulong)samplingNanos : PeriodNanos;
    }

    public void OnStack(uint stackId, ReadOnlySpan<byte> addresses)
    {
        budget.Charge(ReadBudget.Message + addresses.Length);
        _stacks[stackId] = MemoryMarshal.Cast<byte, ulong>(addresses).ToArray();
    }

    public void OnStacksForgotten() => _stacks.Clear();

    public void OnEvent(in NettraceEvent nettraceEvent)
    {
        Rundown.OnEvent(nettraceEvent);
        if (nettraceEvent.Metadata.Provider == Sampler)
        {
            OnSample(nettraceEvent);
        }
        else if (nettraceEvent.Metadata.Provider == Runtime)
        {
            OnRuntimeEvent(nettraceEvent);
        }
    }

    /// <summary>
    /// A thread's time since its last sample. At 1,000 samples a second the runtime comes later than it means to, so
    /// the number of samples times the period would
    /// be less than the time that went by.
    /// </summary>
    private void OnSample(in NettraceEvent sample)
    {
        BlobReader payload = new(sample.Payload);
        string state = payload.ReadUInt32() == 2 ? "managed" : "external";
        ulong now = (ulong)(sample.Timestamp * _tick);
        ulong gap = _lastSample.TryGetValue(sample.ThreadId, out ulong last) && now > last
            ? Math.Min(now - last, LongestGap) : PeriodNanos;
        _lastSample[sample.ThreadId] = now;
        Add(TraceKind.Wall, StackOf(sample), sample.ThreadId, state, 1, gap);
    }

    private void OnRuntimeEvent(in NettraceEvent one)
    {
        switch (one.Metadata.EventId)
        {
            case AllocationTick:
                OnTick(one);
                break;
            case AllocationSampled:
                OnAllocation(one);
                break;
            case ExceptionThrown:
                Add(TraceKind.Exceptions, StackOf(one), 0, new BlobReader(one.Payload).ReadString(), 1, 0);
                break;
            case ContentionStart:
                _waits[one.ThreadId] = StackOf(one);
                break;
            case ContentionStop:
                OnWaited(one);
                break;
        }
    }

    // u32 amount · u32 kind · u16 runtime · u64 amount · ptr type · name · u32 heap · ptr address · u64 size
    private void OnTick(in NettraceEvent tick)
    {
        BlobReader payload = new(tick.Payload);
        payload.Take((2 * sizeof(uint)) + sizeof(ushort));
        double bytes = payload.ReadUInt64();
        payload.ReadUInt64();
        string type = payload.ReadString();
        double size = 0;
        if (tick.Metadata.Version >= 4)
        {
            payload.Take(sizeof(uint) + sizeof(ulong));
            size = payload.ReadUInt64();
        }

        Add(TraceKind.Allocs, StackOf(tick), 0, type, size > 0 ? bytes / size : 1, bytes);
    }

    // u32 kind · u16 runtime · ptr type · name · ptr object · u64 size. The chance of a sample is 1 - exp(-size /
    // mean).
    private void OnAllocation(in NettraceEvent allocation)
    {
        BlobReader payload = new(allocation.Payload);
        payload.Take(sizeof(uint) + sizeof(ushort) + sizeof(ulong));
        string type = payload.ReadString();
        payload.ReadUInt64();
        double size = payload.ReadUInt64();
        double objects = size <= 0 ? 1 : 1 / (1 - Math.Exp(-size / SampledBytes));
        Add(TraceKind.Allocs, StackOf(allocation), 0, type, objects, objects * size);
    }

    // u8 flags · u16 runtime · f64 nanoseconds
    private void OnWaited(in NettraceEvent stop)
    {
        if (_waits.Remove(stop.ThreadId, out ulong[]? stack) && stop.Payload.Length >= 11)
        {
            BlobReader payload = new(stop.Payload);
            payload.Take(3);
            double nanoseconds = BitConverter.Int64BitsToDouble(payload.ReadInt64());
            Add(TraceKind.Contention, stack, 0, "", 1, double.IsFinite(nanoseconds) ? nanoseconds : 0);
        }
    }

    private ulong[] StackOf(in NettraceEvent one) => _stacks.GetValueOrDefault(one.StackId, s_noStack);

    private void Add(TraceKind kind, ulong[] stack, ulong thread, string label, double count, double value)
    {
        ref Dictionary<SampleKey, double[]>? sums = ref CollectionsMarshal.GetValueRefOrAddDefault(_sums, kind, out _);
        ref double[]? sum = ref CollectionsMarshal.GetValueRefOrAddDefault(
            sums ??= [], new SampleKey(stack, thread, label), out bool isKnown);
        if (!isKnown)
        {
            budget.Charge(ReadBudget.Sample + ReadBudget.Label);
            sum = new double[2];
        }

        sum![0] += count;
        sum[1] += value;
    }
}

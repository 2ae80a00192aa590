using System.Diagnostics;
using System.Runtime.InteropServices;
using Pprof.Aggregation;
using Pprof.EventPipe.Hub;
using Pprof.Format;
using Pprof.Labels;
using Pprof.Profiles.Catalog;
using Pprof.Profiles.Events;
using Pprof.Profiles.Naming;
using Pprof.Runtime;
using Pprof.Unwinding;

namespace Pprof.Profiles.Waits;

/// <summary>
/// The profiles <c>block</c> and <c>mutex</c>: how often and how long threads waited while it was enabled, by the stack that waited. The waiting thread pays for two
/// events, one of them with its stack; everything else happens on <c>pprof event decoder</c>. A wait is counted when it ends.
/// </summary>
internal sealed class WaitProfile(EventHub hub, WaitSource source) : IProfileSource, IProfileSwitch, IEventSink
{
    private static readonly SampleType s_contentions = new("contentions", "count");
    private static readonly SampleType s_delay = new("delay", "nanoseconds");

    // Offsets in the payloads of ContentionStart (the owner's thread id) and ContentionStop (nanoseconds, floating point).
    private const int OwnerAt = 19;
    private const int DurationAt = 3;

    private readonly EventRecording _recording = new(hub, new EventRecordingState(source.Subject, source.Kind), valueCount: 2);
    private readonly CodeAddress[] _frames = new CodeAddress[EventFrames.MostFrames];
    private readonly WaitFrames _waits = new();
    private readonly Lock _openGate = new();
    private readonly WaitTally _tally = new();
    private readonly WaitHabits _habits = new();
    private readonly WaitLeaves _leaves = new();
    private readonly Lock _writeGate = new();
    private readonly ChangingRate _rate = new();
    private readonly Random _random = new();
    private OpenWaits? _open;
    private WaitLabels? _labels;
    private EventSubscription? _subscription;
    private EventFrames? _translator;

    public string Name => source.Name;

    public ProfileKinds Kind => source.Kind;

    public ProfileKinds Needs => Kind;

    public int Count => _recording.Count;

    /// <summary>Which waits are kept that end from now on, and what they stand for. What was counted stays as it is.</summary>
    public WaitRate Rate
    {
        get => _rate.Now;
        set => _rate.Change(value, (ulong)Stopwatch.GetTimestamp());
    }

    public string? TryEnable()
    {
        _subscription ??= new EventSubscription(EventSubscription.Runtime, source.Keywords, source.Level, source.Events, this);
        _translator ??= new EventFrames();

        // Now: the first owner may be gone before all that has been compiled.
        _labels ??= new WaitLabels(LockOwners.Create());
        _open ??= new OpenWaits(_waits.AreInOneMethod);
        return _recording.TryEnable(_subscription);
    }

    public void Disable()
    {
        _recording.Disable();

        // A session that does not end in time may still deliver.
        lock (_openGate)
        {
            _tally.Unpaired(_open!.Interrupt());
        }
    }

    public void OnEvent(in StackedEvent stackedEvent)
    {
        lock (_openGate)
        {
            Follow(stackedEvent);
            _tally.Unpaired(_open!.TakeUnpaired());
        }
    }

    private void Follow(in StackedEvent stackedEvent)
    {
        Debug.Assert(_openGate.IsHeldByCurrentThread, "Under the gate.");
        switch (stackedEvent.Metadata.EventId)
        {
            case WaitSource.ContentionStart:
                Begin(stackedEvent, WaitKind.Contention);
                break;
            case WaitSource.WaitStart:
                Begin(stackedEvent, WaitKind.Wait);
                break;
            case WaitSource.ContentionStop:
                End(stackedEvent, WaitKind.Contention);
                break;
            default:
                End(stackedEvent, WaitKind.Wait);
                break;
        }
    }

    public void WriteTo(Stream stream, int debug)
    {
        ArgumentNullException.ThrowIfNull(stream);
        CountedStacks stacks = Shown(_recording.Collect());
        stacks.Comments.AddRange([.. Rate.Tell(), .. _tally.Tell()]);
        StackProfile profile = new(stacks, s_contentions, s_delay) { SortedBy = 1, DocumentationPage = "blocking.md" };
        if (debug <= 0)
        {
            profile.WriteProto(stream);
        }
        else
        {
            new ContentionText(source.TextKind, profile.ToRecords(valueCount: 2)) { Comments = stacks.Comments }.WriteTo(stream);
        }
    }

    private CountedStacks Shown(CountedStacks stacks)
    {
        if (WaitLeaves.AreKept)
        {
            return stacks;
        }

        lock (_writeGate)
        {
            return _leaves.Without(stacks);
        }
    }

    private void Begin(in StackedEvent started, WaitKind kind)
    {
        int count = _translator!.Translate(started.Stack, _frames);
        ReadOnlySpan<CodeAddress> stack = _waits.Clean(_frames.AsSpan(0, count));
        if (_open!.Begin(MomentOf(started), kind, stack) is { } wait)
        {
            wait.IsIdle = _waits.IsIdle(kind, stack);
            wait.Labels = wait.IsIdle ? LabelSet.Empty : LabelsOf(started, kind, stack);
            wait.Package = kind == WaitKind.Wait && !wait.IsIdle ? _waits.PackageOf(stack) : null;
        }
    }

    private LabelSet LabelsOf(in StackedEvent started, WaitKind kind, ReadOnlySpan<CodeAddress> stack)
    {
        // Among a socket's own locks, a contended one is a lock.
        LabelSet labels = EventRecording.LabelsOf(started);
        labels = kind == WaitKind.Wait && _waits.IsForSocket(stack) ? _labels!.WithSocket(labels) : labels;
        bool hasOwner = source.HasOwner && started.Payload.Length >= OwnerAt + sizeof(ulong);
        return hasOwner ? _labels!.With(labels, MemoryMarshal.Read<ulong>(started.Payload[OwnerAt..]), started.Timestamp) : labels;
    }

    private void End(in StackedEvent stopped, WaitKind kind)
    {
        if (_open!.End(MomentOf(stopped), kind) is not { } wait)
        {
            return;
        }

        long duration = DurationOf(stopped, wait);
        string? idle = IdleOf(stopped, wait);
        if (wait.IsIdle)
        {
            _tally.Idle(duration);
        }
        else if (_rate.At(stopped.Timestamp).Events.TryKeep(duration, _random, out EventWeight weight))
        {
            LabelSet labels = idle is null ? wait.Labels : _labels!.WithIdle(wait.Labels, idle);
            _recording.Add(wait.Frames, labels, weight.Count, weight.Delay);
        }
    }

    // Whoever waits for a lock is held up by somebody. What has been recorded of a thread before it is known keeps its labels.
    private string? IdleOf(in StackedEvent stopped, OpenWait wait)
    {
        if (wait.Kind != WaitKind.Wait || wait.IsIdle)
        {
            return null;
        }

        bool isHabit = _habits.IsHabit(stopped.ThreadId, wait.Start, stopped.Timestamp, _waits.CallersOf(wait.Frames));
        return wait.Package ?? (isHabit ? WaitLabels.Loop : null);
    }

    private static WaitMoment MomentOf(in StackedEvent one) => new(one.ThreadId, one.Timestamp, one.Continuity);

    // The lock's own measure where there is one: the events of a wait have their times taken while they are written.
    private static long DurationOf(in StackedEvent stopped, OpenWait wait)
    {
        bool isMeasured = wait.Kind == WaitKind.Contention && stopped.Payload.Length >= DurationAt + sizeof(double);
        double measured = isMeasured ? MemoryMarshal.Read<double>(stopped.Payload[DurationAt..]) : 0;
        return measured > 0 ? (long)measured : (long)(stopped.Timestamp - Math.Min(wait.Start, stopped.Timestamp));
    }
}

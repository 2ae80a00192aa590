using Pprof.Aggregation;
using Pprof.EventPipe.Hub;
using Pprof.Labels;
using Pprof.Unwinding;

namespace Pprof.Profiles.Events;

/// <summary>
/// The stacks and labels of one kind of event, while it is switched on. Any thread; the events themselves come on <c>pprof event decoder</c>.
/// </summary>
/// <param name="hub">Where they come from.</param>
/// <param name="state">What the profile says of itself.</param>
/// <param name="valueCount">Values of a stack.</param>
internal sealed class EventRecording(EventHub hub, EventRecordingState state, int valueCount = 1)
{
    // 8 MB, some 50,000 stacks of 20 frames; a program has a few thousand places that do a thing worth counting.
    private const int MostFrames = 1 << 20;

    // A program that labels every request differently has its later ones counted without labels.
    private const int MostLabelSets = 1 << 16;

    private readonly Lock _gate = new();
    private readonly CountedStacks _stacks = new(valueCount, MostFrames, MostLabelSets);
    private EventSubscription? _subscription;
    private long? _forgottenBefore;
    private long _own;

    /// <summary>Different stacks, each as often as it has different labels.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _stacks.Count;
            }
        }
    }

    private bool IsOn
    {
        get
        {
            lock (_gate)
            {
                return state.IsOn;
            }
        }
    }

    /// <summary>Null when events come from now on; else one sentence: why they do not, and what to do.</summary>
    /// <param name="subscription">The same each time.</param>
    public string? TryEnable(EventSubscription subscription)
    {
        _subscription = subscription;
        LabelHistory.Begin();
        _forgottenBefore ??= LabelHistory.Forgotten;
        string? reason = hub.TrySubscribe(subscription);
        if (reason is not null)
        {
            LabelHistory.End();
        }

        lock (_gate)
        {
            state.OnEnabled(reason, hub.Lost);
        }

        return reason is null ? null : state.Sentence(reason);
    }

    /// <summary>Returns when everything raised before has been counted.</summary>
    public void Disable()
    {
        hub.Unsubscribe(_subscription!);
        LabelHistory.End();
        lock (_gate)
        {
            state.OnDisabled(hub.Lost, _subscription!.Fault);
        }
    }

    /// <summary><c>pprof event decoder</c>.</summary>
    public void Add(ReadOnlySpan<CodeAddress> stack, LabelSet labels, params ReadOnlySpan<long> values)
    {
        lock (_gate)
        {
            _stacks.Add(stack, labels, values);
        }
    }

    /// <summary>One that is this library's own work, and is told in place of being shown. <c>pprof event decoder</c>.</summary>
    public void LeaveOut() => Interlocked.Increment(ref _own);

    /// <summary>Labels in force on the thread of an event when it was raised.</summary>
    public static LabelSet LabelsOf(in StackedEvent stackedEvent) => LabelHistory.At((int)stackedEvent.ThreadId, (long)stackedEvent.Timestamp);

    /// <summary>Waits for what was raised before this call, then copies what was counted, with what the profile says of itself.</summary>
    public CountedStacks Collect()
    {
        // Disable has waited already.
        bool isWhole = !IsOn || hub.Flush(FlushLimit.OfWriters);
        lock (_gate)
        {
            CountedStacks copy = _stacks.Copy();
            copy.Comments.AddRange([.. state.Tell(hub.Lost, _subscription?.Fault, isWhole, hub.Behind), .. TellOwn(), .. TellForgotten(), .. TellWithoutLabels()]);
            return copy;
        }
    }

    private IEnumerable<string> TellOwn() => state.TellOwn(Interlocked.Read(ref _own));

    private IEnumerable<string> TellWithoutLabels() => _stacks.WithoutLabels == 0
        ? []
        : [$"{_stacks.WithoutLabels} events are shown without their labels: there were more than {MostLabelSets} different ones."];

    // One history for all who record, so it may have been another one's event.
    private IEnumerable<string> TellForgotten()
    {
        long forgotten = LabelHistory.Forgotten - (_forgottenBefore ?? LabelHistory.Forgotten);
        return forgotten == 0 ? [] : [$"Up to {forgotten} events are shown without their labels: their threads had changed labels too often before the events were read."];
    }
}

using System.Globalization;
using Pprof.Profiles.Events;

namespace Pprof.Profiles.Heap;

/// <summary>What the profile says of its own making: since when it samples, how it knows what is alive, and what is missing. Under its owner's lock.</summary>
internal sealed class HeapState
{
    private const string Subject = "Allocations";
    private readonly EventRecordingState _events = new(Subject, ProfileKinds.Heap);
    private string? _liveness;
    private long? _before;

    public void OnEnabled(IHeapTracker tracker, long lost, IReadOnlyList<string> refused)
    {
        _events.OnEnabled(reason: null, lost);
        _before ??= GC.GetTotalMemory(forceFullCollection: false);
        string fallback = refused.Count == 0 ? "" : $"; not by {string.Join("; not by ", refused)}";
        _liveness = tracker.FollowsLiveness
            ? $"Live objects are followed by: {tracker.Name}{fallback}."
            : $"Live objects are not followed, so inuse_objects and inuse_space are 0{fallback}.";
    }

    /// <summary>One sentence for whoever wanted it on.</summary>
    public string OnRefused(IReadOnlyList<string> reasons)
    {
        string reason = string.Join("; ", reasons);
        _events.OnEnabled(reason, lost: 0);
        return _events.Sentence(reason);
    }

    public void OnDisabled(long lost, string? fault) => _events.OnDisabled(lost, fault);

    /// <summary>As <see cref="EventRecordingState.Tell"/>.</summary>
    public IEnumerable<string> Tell(long lost, string? fault, bool isWhole)
    {
        yield return $"One object is sampled in {AllocationWeight.MeanDistance} bytes on the average; values are estimates of all of them.";
        foreach (string sentence in _events.Tell(lost, fault, isWhole))
        {
            yield return sentence;
        }

        if (_before is { } bytes)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture, $"What was allocated before that is not shown: the heap held {bytes} bytes then, garbage included.");
        }

        if (_liveness is not null)
        {
            yield return _liveness;
        }
    }
}

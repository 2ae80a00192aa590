using System.Globalization;
using Pprof.Profiles.Heap;

namespace Pprof.Tests.Profiles.Heap.GcEvents;

/// <summary>What a tracker has said about each sample, by the number that is the name of its type in these tests.</summary>
internal sealed class HeapLog : IHeapSink
{
    private readonly List<long> _samples = [];

    public HashSet<long> Live { get; } = [];

    public HashSet<long> Dead { get; } = [];

    public HashSet<long> Unknown { get; } = [];

    public List<long> Collections { get; } = [];

    public int OnAllocation(in HeapAllocation allocation)
    {
        _samples.Add(long.Parse(allocation.TypeName, CultureInfo.InvariantCulture));
        Live.Add(_samples[^1]);
        return _samples.Count - 1;
    }

    public void OnDeath(int number) => Move(number, Dead);

    public void OnUnknown(int number) => Move(number, Unknown);

    public void OnCollection(long start) => Collections.Add(start);

    private void Move(int number, HashSet<long> to)
    {
        if (!Live.Remove(_samples[number]))
        {
            throw new InvalidOperationException($"Sample {number} is reported a second time.");
        }

        to.Add(_samples[number]);
    }
}

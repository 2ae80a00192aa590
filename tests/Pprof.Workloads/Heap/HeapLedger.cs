using Pprof.Profiles.Heap;

namespace Pprof.Workloads.Heap;

/// <summary>What a tracker has told, added up by weight: a sample stands for so many objects that the sums are right on average.</summary>
internal sealed class HeapLedger : IHeapSink
{
    private readonly Lock _gate = new();
    private readonly List<Entry> _entries = [];
    private readonly Stack<int> _free = [];
    private long _collected;

    public int Samples { get; private set; }

    public int Deaths { get; private set; }

    public int Unknown { get; private set; }

    /// <summary>Calls for a number that is not followed: each would be a sample counted twice.</summary>
    public int Mistakes { get; private set; }

    public double AllocatedBytes { get; private set; }

    /// <summary>Frames of the deepest stack.</summary>
    public int Deepest { get; private set; }

    /// <summary>Called before each sample is taken, by whoever tells of it.</summary>
    public Action OnSample { get; set; } = () => { };

    /// <summary>That an object of so many bytes is sampled, when one byte in 100 KiB is: one minus the chance that none of its bytes is.</summary>
    public static double Probability(long size) => -double.ExpM1(size * double.LogP1(-1.0 / 102_400));

    public (int Samples, double Bytes) Live()
    {
        lock (_gate)
        {
            Entry[] live = [.. _entries.Where(entry => entry.IsFollowed && entry.Time < _collected)];
            return (live.Length, live.Sum(entry => entry.Bytes));
        }
    }

    public string LiveTypes()
    {
        lock (_gate)
        {
            return string.Join(", ", _entries.Where(entry => entry.IsFollowed && entry.Time < _collected)
                .GroupBy(entry => entry.Type).OrderByDescending(group => group.Sum(entry => entry.Bytes))
                .Take(5).Select(group => $"{group.Key} {group.Sum(entry => entry.Bytes):0}"));
        }
    }

    public int OnAllocation(in HeapAllocation allocation)
    {
        OnSample();
        lock (_gate)
        {
            Samples++;
            Deepest = Math.Max(Deepest, allocation.Stack.Length);
            double bytes = allocation.Size / Probability(allocation.Size);
            AllocatedBytes += bytes;
            int number = _free.TryPop(out int used) ? used : _entries.Count;
            if (number == _entries.Count)
            {
                _entries.Add(default);
            }

            _entries[number] = new Entry(true, bytes, allocation.Timestamp, allocation.TypeName.ToString());
            return number;
        }
    }

    public void OnDeath(int number)
    {
        lock (_gate)
        {
            Deaths++;
            Remove(number);
        }
    }

    public void OnUnknown(int number)
    {
        lock (_gate)
        {
            Unknown++;
            Remove(number);
        }
    }

    public void OnCollection(long start)
    {
        lock (_gate)
        {
            _collected = Math.Max(_collected, start);
        }
    }

    private void Remove(int number)
    {
        if (number < 0 || number >= _entries.Count || !_entries[number].IsFollowed)
        {
            Mistakes++;
            return;
        }

        _entries[number] = default;
        _free.Push(number);
    }

    private readonly record struct Entry(bool IsFollowed, double Bytes, long Time, string Type);
}

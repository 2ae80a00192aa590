using System.Diagnostics;
using Pprof;

namespace Profiles.Custom;

/// <summary>Adds and removes values of a profile, and takes the time.</summary>
internal sealed class Values(string profile, int count)
{
    private readonly Profile _profile = Profile.Create(profile);
    private readonly object[] _values = [.. Enumerable.Range(0, count).Select(_ => new object())];

    public double AddNanoseconds { get; private set; }

    public double RemoveNanoseconds { get; private set; }

    /// <summary>From the stack it is called on.</summary>
    public void AddAndRemove()
    {
        long start = Stopwatch.GetTimestamp();
        foreach (object value in _values)
        {
            _profile.Add(value);
        }

        AddNanoseconds = Stopwatch.GetElapsedTime(start).TotalNanoseconds / _values.Length;
        start = Stopwatch.GetTimestamp();
        foreach (object value in _values)
        {
            _profile.Remove(value);
        }

        RemoveNanoseconds = Stopwatch.GetElapsedTime(start).TotalNanoseconds / _values.Length;
    }

    /// <summary>By all threads together: the time from the first Add to the last, for each.</summary>
    public double AddNanosecondsBy(int threads)
    {
        using Barrier ready = new(threads + 1);
        object[][] shares = [.. _values.Chunk((_values.Length + threads - 1) / threads)];
        Thread[] all = [.. shares.Select(share => new Thread(() => Stacks.OfDepth(10, () => Add(share, ready))))];
        Array.ForEach(all, thread => thread.Start());
        ready.SignalAndWait();
        long start = Stopwatch.GetTimestamp();
        Array.ForEach(all, thread => thread.Join());
        double time = Stopwatch.GetElapsedTime(start).TotalNanoseconds / _values.Length;
        Array.ForEach(_values, _profile.Remove);
        return time;
    }

    public double WriteMilliseconds()
    {
        using MemoryStream stream = new(1 << 20);
        long start = Stopwatch.GetTimestamp();
        _profile.WriteTo(stream);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    public void AddByPaths(int paths)
    {
        for (int i = 0; i < _values.Length; i++)
        {
            object value = _values[i];
            Stacks.ByPath(i % paths, _ => _profile.Add(value));
        }
    }

    private void Add(object[] share, Barrier ready)
    {
        ready.SignalAndWait();
        foreach (object value in share)
        {
            _profile.Add(value);
        }
    }
}

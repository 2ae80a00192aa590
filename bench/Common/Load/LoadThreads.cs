using System.Runtime.InteropServices;

namespace BenchCommon.Load;

/// <summary>Threads that run the mixed load until disposed, and count what they did.</summary>
public sealed class LoadThreads : IDisposable
{
    /// <summary>One counter a cache line, so that counting does not slow the threads down.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 128)]
    private struct Counter
    {
        public long Value;
    }

    // Over all threads: with many of them the one thread that collects in the background gets little of the processors, and
    // objects of the older generations would come faster than it clears them away (20 GB within minutes, with 200 a thread).
    private const int Survivors = 400;

    private readonly Counter[] _units;
    private readonly Thread[] _threads;
    private volatile bool _isStopped;

    public LoadThreads(int count)
    {
        _units = new Counter[count];
        _threads = [.. Enumerable.Range(0, count).Select(index => new Thread(() => Run(index)) { IsBackground = true, Name = $"load {index}" })];
        Array.ForEach(_threads, thread => thread.Start());
    }

    /// <summary>Units done so far by all threads.</summary>
    public long Units
    {
        get
        {
            long sum = 0;
            for (int i = 0; i < _units.Length; i++)
            {
                sum += Volatile.Read(ref _units[i].Value);
            }

            return sum;
        }
    }

    public void Dispose()
    {
        _isStopped = true;
        Array.ForEach(_threads, thread => thread.Join());
    }

    private void Run(int index)
    {
        MixedLoad load = new(index, Survivors / _units.Length);
        while (!_isStopped)
        {
            load.RunOnce();
            _units[index].Value++;
        }
    }
}

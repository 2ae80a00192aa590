using System.Diagnostics;

namespace Heap;

/// <summary>Threads that work and allocate in a fixed proportion, beside a heap of small objects that live for good.</summary>
internal sealed class AllocationLoad : IDisposable
{
    private const int BytesPerUnit = 16_384;
    private readonly Node?[] _kept;
    private readonly List<Thread> _threads = [];
    private volatile int _spins;
    private volatile bool _isStopping;
    private long _units;

    /// <param name="liveBytes">Of small objects.</param>
    /// <param name="spins">Turns of work for each unit of 16 KiB.</param>
    public AllocationLoad(long liveBytes, int spins = 0)
    {
        _spins = spins;
        _kept = new Node?[liveBytes / Node.Bytes / Node.ChainLength];
        for (int i = 0; i < _kept.Length; i++)
        {
            _kept[i] = Node.Chain();
        }

        AddThread();
    }

    public long Units => Interlocked.Read(ref _units);

    public int Threads => _threads.Count;

    public int Spins
    {
        get => _spins;
        set => _spins = value;
    }

    public static double BytesOf(double units) => units * BytesPerUnit;

    public void AddThread()
    {
        // Numbers differ, so that threads do not change the same place of what is kept.
        ulong seed = (ulong)_threads.Count + 1;
        Thread thread = new(() => Run(seed)) { IsBackground = true };
        _threads.Add(thread);
        thread.Start();
    }

    public void Dispose()
    {
        _isStopping = true;
        _threads.ForEach(thread => thread.Join());
    }

    /// <summary>Turns of work that one thread does in a second.</summary>
    public static double TurnsPerSecond()
    {
        const int Turns = 20_000_000;
        Work(Turns, 1);
        long start = Stopwatch.GetTimestamp();
        Work(Turns, 1);
        return Turns / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private void Run(ulong state)
    {
        while (!_isStopping)
        {
            state = Work(_spins, state);
            Allocate(state);
            Interlocked.Increment(ref _units);
        }
    }

    // Half of it small objects, half strings and arrays; one in a hundred units changes what is kept.
    private void Allocate(ulong state)
    {
        Node? last = null;
        for (int i = 0; i < BytesPerUnit / 2 / Node.Bytes; i++)
        {
            last = new Node { Next = i % 4 == 0 ? null : last };
        }

        GC.KeepAlive(new string('x', (BytesPerUnit / 8) - 11));
        GC.KeepAlive(new byte[(BytesPerUnit / 4) - 24]);
        if (_kept.Length > 0 && state % 100 == 0)
        {
            _kept[(int)(state / 100 % (ulong)_kept.Length)] = Node.Chain();
        }
    }

    // At least one turn: the state is what decides what is kept.
    private static ulong Work(int spins, ulong state)
    {
        for (int i = 0; i <= spins; i++)
        {
            state = (state * 6364136223846793005) + 1442695040888963407;
        }

        return state;
    }
}

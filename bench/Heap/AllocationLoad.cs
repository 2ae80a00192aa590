using System.Diagnostics;

namespace Heap;

/// <summary>A thread that works and allocates in a fixed proportion, beside a heap of small objects that live for good.</summary>
internal sealed class AllocationLoad : IDisposable
{
    private const int BytesPerUnit = 16_384;
    private readonly Node?[] _kept;
    private readonly int _spins;
    private readonly Thread _thread;
    private volatile bool _isStopping;
    private long _units;

    /// <param name="spins">Turns of work for each unit of 16 KiB.</param>
    /// <param name="liveBytes">Of small objects.</param>
    public AllocationLoad(int spins, long liveBytes)
    {
        _spins = spins;
        _kept = new Node?[liveBytes / Node.Bytes / Node.ChainLength];
        for (int i = 0; i < _kept.Length; i++)
        {
            _kept[i] = Node.Chain();
        }

        _thread = new Thread(Run) { IsBackground = true };
        _thread.Start();
    }

    public long Units => Interlocked.Read(ref _units);

    public static double BytesOf(long units) => (double)units * BytesPerUnit;

    public void Dispose()
    {
        _isStopping = true;
        _thread.Join();
    }

    /// <summary>How many turns of work make a unit last so long that so many bytes are allocated in a second.</summary>
    public static int SpinsFor(double bytesPerSecond)
    {
        const int Turns = 20_000_000;
        Work(Turns, 1);
        long start = Stopwatch.GetTimestamp();
        Work(Turns, 1);
        double turnsPerSecond = Turns / Stopwatch.GetElapsedTime(start).TotalSeconds;
        return (int)(turnsPerSecond * BytesPerUnit / bytesPerSecond);
    }

    private void Run()
    {
        ulong state = 1;
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

    private static ulong Work(int spins, ulong state)
    {
        for (int i = 0; i < spins; i++)
        {
            state = (state * 6364136223846793005) + 1442695040888963407;
        }

        return state;
    }
}

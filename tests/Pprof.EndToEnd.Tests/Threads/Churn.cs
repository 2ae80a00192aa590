namespace Pprof.EndToEnd.Tests.Threads;

/// <summary>Threads that live a moment, exceptions from hardware faults, and garbage collections that follow one another.</summary>
internal sealed class Churn : IDisposable
{
    private readonly List<Thread> _threads = [];
    private volatile bool _end;

    public Churn()
    {
        foreach (Action action in (Action[])[StartThread, Fault, Collect])
        {
            Thread thread = new(() => Repeat(action)) { IsBackground = true };
            thread.Start();
            _threads.Add(thread);
        }
    }

    public long Rounds { get; private set; }

    public void Dispose()
    {
        _end = true;
        _threads.ForEach(thread => thread.Join());
    }

    private void Repeat(Action action)
    {
        while (!_end)
        {
            action();
            Rounds++;
        }
    }

    private static void StartThread()
    {
        Thread thread = new(() => GC.KeepAlive(new object()), 128 << 10);
        thread.Start();
        thread.Join();
    }

    private static void Fault()
    {
        try
        {
            string? nothing = Environment.GetEnvironmentVariable("PPROF_NO_SUCH_VARIABLE");
            GC.KeepAlive(nothing!.Length);
        }
        catch (NullReferenceException)
        {
        }
    }

    // With a pause: one collection after the other would hold up everything else, and the first dump take seconds.
    private static void Collect()
    {
        GC.KeepAlive(new byte[100_000]);
        GC.Collect(0);
        Thread.Sleep(1);
    }
}

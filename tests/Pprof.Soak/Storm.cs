namespace Pprof.Soak;

/// <summary>One kind of hostile load, repeated by one thread until told to stop; counts its rounds so that a hang shows.</summary>
internal sealed class Storm(string name, Action round)
{
    private long _rounds;
    private Thread? _thread;
    private string? _failure;

    public string Name => name;

    public long Rounds => Interlocked.Read(ref _rounds);

    /// <summary>What was wrong first; null when nothing was.</summary>
    public string? Failure => Volatile.Read(ref _failure);

    public void Start(CancellationToken stop)
    {
        _thread = new Thread(() => Run(stop)) { IsBackground = true, Name = name };
        _thread.Start();
    }

    /// <summary>False when the thread has not ended by the deadline: it hangs.</summary>
    public bool Join(TimeSpan deadline) => _thread!.Join(deadline);

    private void Run(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            Try();
            Interlocked.Increment(ref _rounds);
        }
    }

    // Told at the end, with what else was wrong, instead of ending the process.
    private void Try()
    {
        try
        {
            round();
        }
        catch (Exception e)
        {
            Interlocked.CompareExchange(ref _failure, $"{name}: {e}", null);
        }
    }
}

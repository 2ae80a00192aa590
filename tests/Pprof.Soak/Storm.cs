namespace Pprof.Soak;

/// <summary>One kind of hostile load, repeated by one thread until told to stop; counts its rounds so that a hang shows.</summary>
internal sealed class Storm(string name, Action round)
{
    private long _rounds;
    private Thread? _thread;

    public string Name => name;

    public long Rounds => Interlocked.Read(ref _rounds);

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
            round();
            Interlocked.Increment(ref _rounds);
        }
    }
}

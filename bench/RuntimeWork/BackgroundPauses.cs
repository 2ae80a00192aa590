namespace RuntimeWorkBench;

/// <summary>How long background collections stopped the program, while this lives. A thread asks every few milliseconds for the last one.</summary>
internal sealed class BackgroundPauses : IDisposable
{
    private readonly Thread _thread;
    private volatile bool _isEnding;
    private double _milliseconds;
    private long _last = GC.GetGCMemoryInfo(GCKind.Background).Index;

    public BackgroundPauses()
    {
        _thread = new Thread(Watch) { IsBackground = true };
        _thread.Start();
    }

    public double Milliseconds
    {
        get
        {
            Look();
            return Volatile.Read(ref _milliseconds);
        }
    }

    public void Dispose()
    {
        _isEnding = true;
        _thread.Join();
    }

    private void Watch()
    {
        while (!_isEnding)
        {
            Look();
            Thread.Sleep(3);
        }
    }

    private void Look()
    {
        lock (_thread)
        {
            GCMemoryInfo info = GC.GetGCMemoryInfo(GCKind.Background);
            if (info.Index != _last)
            {
                _last = info.Index;
                foreach (TimeSpan pause in info.PauseDurations)
                {
                    _milliseconds += pause.TotalMilliseconds;
                }
            }
        }
    }
}

namespace Pprof.Tool.OwnTarget;

/// <summary>Works, allocates, throws and awaits.</summary>
internal sealed class Load : IDisposable
{
    private readonly Thread _thread;
    private volatile bool _isOver;

    public Load()
    {
        _ = AwaitForEverAsync();
        _thread = new Thread(Run) { IsBackground = true };
        _thread.Start();
    }

    public void WorkFor(TimeSpan time)
    {
        // An operation that began after everything was switched on, and is in flight whenever one looks.
        _ = WaitAsync();
        Thread.Sleep(time);
    }

    public void Dispose() => _isOver = true;

    private void Run()
    {
        double sum = 0;
        Queue<byte[]> kept = [];
        while (!_isOver)
        {
            sum += Enumerable.Range(0, 100_000).Sum(i => Math.Sqrt(i));
            kept.Enqueue(new byte[80_000]);
            if (kept.Count > 100)
            {
                kept.Dequeue();
            }

            Throw(sum);
        }
    }

    private static void Throw(double sum)
    {
        try
        {
            throw new InvalidOperationException($"{sum}");
        }
        catch (InvalidOperationException)
        {
            // As planned.
        }
    }

    private static async Task WaitAsync() => await Task.Delay(TimeSpan.FromMinutes(5));

    private async Task AwaitForEverAsync()
    {
        while (!_isOver)
        {
            await Task.Delay(20);
        }
    }
}

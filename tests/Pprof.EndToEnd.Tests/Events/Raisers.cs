namespace Pprof.EndToEnd.Tests.Events;

/// <summary>Threads that raise numbered events until they are told to stop.</summary>
internal sealed class Raisers : IDisposable
{
    // Some 5,000 events a second and thread: enough to meet every moment of a change of sessions, and few enough to fit the runtime's buffers.
    private const int PauseSpins = 5000;
    private readonly Thread[] _threads;
    private readonly int[] _raised;
    private volatile bool _isOver;

    public Raisers(int count)
    {
        _raised = new int[count];
        _threads = [.. Enumerable.Range(0, count).Select(raiser => new Thread(() => Raise(raiser)) { IsBackground = true })];
        Array.ForEach(_threads, thread => thread.Start());
    }

    /// <summary>How many events each has raised.</summary>
    public int[] Stop()
    {
        Dispose();
        return _raised;
    }

    public void Dispose()
    {
        _isOver = true;
        Array.ForEach(_threads, thread => thread.Join());
    }

    private void Raise(int raiser)
    {
        while (!_isOver)
        {
            Numbers.Log.Said(raiser, _raised[raiser]++);
            Thread.SpinWait(PauseSpins);
        }
    }
}

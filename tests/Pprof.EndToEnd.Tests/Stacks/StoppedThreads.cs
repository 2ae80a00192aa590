using Pprof.TestSupport;

namespace Pprof.EndToEnd.Tests.Stacks;

/// <summary>
/// Threads that the collector stops again and again. To stop one the runtime replaces the return address of the method it is
/// in, unless it can be stopped right there: so what they run should be long, and without a loop.
/// </summary>
internal sealed class StoppedThreads : IDisposable
{
    private const int CollectionsALook = 50;

    private readonly CancellationTokenSource _end = new();
    private readonly Thread[] _threads;

    public StoppedThreads(int count, Action<CancellationToken> run)
    {
        _threads = [.. Enumerable.Range(0, count).Select(_ => new Thread(() => run(_end.Token)))];
        Array.ForEach(_threads, thread => thread.Start());
    }

    public static void CollectUntil(string what, Func<bool> isEnough) => Patience.Until(what, () =>
    {
        for (int i = 0; i < CollectionsALook; i++)
        {
            GC.Collect(0);
            Thread.Yield();
        }

        return isEnough();
    });

    public void Dispose()
    {
        _end.Cancel();
        Array.ForEach(_threads, thread => thread.Join());
        _end.Dispose();
    }
}

using System.Runtime.CompilerServices;

namespace Pprof.EndToEnd.Tests.Events;

/// <summary>Threads that throw, start threads and wait for each other's lock, some thousand times a second, until disposed.</summary>
internal sealed class EventLoad : IDisposable
{
    private readonly Thread[] _threads;
    private readonly object _lock = new();
    private volatile bool _isOver;

    public EventLoad()
    {
        _threads = [.. new Action[] { Throw, StartThread, Contend, Contend }.Select(Repeat)];
    }

    public void Dispose()
    {
        _isOver = true;
        Array.ForEach(_threads, thread => thread.Join());
    }

    private Thread Repeat(Action action)
    {
        Thread thread = new(() =>
        {
            for (int i = 0; !_isOver; i++)
            {
                using (ProfileLabels.Push("turn", $"{i % 10}"))
                {
                    action();
                }
            }
        }) { IsBackground = true };
        thread.Start();
        return thread;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Throw()
    {
        try
        {
            throw new InvalidOperationException("for the profile");
        }
        catch (InvalidOperationException)
        {
            Thread.SpinWait(1000);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void StartThread()
    {
        Thread thread = new(() => Thread.SpinWait(1000)) { IsBackground = true };
        thread.Start();
        thread.Join();
    }

    // Held while giving way, so that the other one, if it runs at all, finds it taken.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Contend()
    {
        lock (_lock)
        {
            Thread.Sleep(1);
        }
    }
}

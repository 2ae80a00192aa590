using System.Runtime.CompilerServices;

namespace Pprof.EndToEnd.Tests.Threads;

/// <summary>Threads that never wait.</summary>
internal sealed class Busy : IDisposable
{
    private readonly List<Thread> _threads = [];
    private volatile bool _end;

    public Busy(int count)
    {
        using CountdownEvent started = new(count);
        for (int i = 0; i < count; i++)
        {
            Thread thread = new(() => Loop(started)) { IsBackground = true };
            thread.Start();
            _threads.Add(thread);
        }

        started.Wait();
    }

    public void Dispose()
    {
        _end = true;
        _threads.ForEach(thread => thread.Join());
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private double Loop(CountdownEvent started)
    {
        double x = 1;
        started.Signal();
        while (!_end)
        {
            x = Math.Sqrt(x + 1);
        }

        return x;
    }
}

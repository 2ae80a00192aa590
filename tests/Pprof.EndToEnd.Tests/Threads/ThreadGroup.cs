using System.Runtime.CompilerServices;

namespace Pprof.EndToEnd.Tests.Threads;

/// <summary>Threads that wait in one place, with or without a label, until disposed.</summary>
internal sealed class ThreadGroup : IDisposable
{
    private readonly ManualResetEvent _end = new(false);
    private readonly List<Thread> _threads = [];

    public ThreadGroup(int count, string? label = null)
    {
        for (int i = 0; i < count; i++)
        {
            Thread thread = new(() => Run(label), 256 << 10) { IsBackground = true };
            thread.Start();
            _threads.Add(thread);
        }

        _threads.ForEach(thread => SpinWait.SpinUntil(() => thread.ThreadState.HasFlag(ThreadState.WaitSleepJoin)));
    }

    public void Dispose()
    {
        _end.Set();
        _threads.ForEach(thread => thread.Join());
        _end.Dispose();
    }

    private void Run(string? label)
    {
        if (label is null)
        {
            Park();
            return;
        }

        using (ProfileLabels.Push("group", label))
        {
            Park();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Park() => GC.KeepAlive(_end.WaitOne());
}

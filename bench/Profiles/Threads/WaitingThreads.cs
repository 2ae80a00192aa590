namespace Profiles.Threads;

/// <summary>Threads that wait until they are disposed.</summary>
internal sealed class WaitingThreads : IDisposable
{
    private readonly ManualResetEvent _end = new(false);
    private readonly List<Thread> _threads = [];

    public WaitingThreads(int count)
    {
        for (int i = 0; i < count; i++)
        {
            Thread thread = new(() => _end.WaitOne(), 256 << 10) { IsBackground = true };
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
}

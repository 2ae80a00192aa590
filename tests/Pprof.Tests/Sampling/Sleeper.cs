using Pprof.Sampling;

namespace Pprof.Tests.Sampling;

/// <summary>A thread that waits until it is disposed, and tells who and where it is.</summary>
internal sealed class Sleeper : IDisposable
{
    private readonly ManualResetEvent _ready = new(false);
    private readonly ManualResetEvent _end = new(false);
    private readonly Thread _thread;

    public Sleeper()
    {
        _thread = new Thread(Run) { IsBackground = true };
        _thread.Start();
        _ready.WaitOne();
    }

    public int ThreadId { get; private set; }

    /// <summary>Address of a local variable of the thread's first method.</summary>
    public ulong StackAddress { get; private set; }

    public void Dispose()
    {
        _end.Set();
        _thread.Join();
        _ready.Dispose();
        _end.Dispose();
    }

    private unsafe void Run()
    {
        int local = 0;
        ThreadId = StackCapture.CurrentThreadId;
        StackAddress = (ulong)&local;
        _ready.Set();
        _end.WaitOne();
    }
}

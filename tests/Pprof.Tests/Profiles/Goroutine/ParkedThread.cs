using System.Diagnostics;
using System.Runtime.CompilerServices;
using Pprof.Sampling;
using Pprof.Symbolization.Naming;

namespace Pprof.Tests.Profiles.Goroutine;

/// <summary>A thread that says where it is, by the runtime's own stack trace, and then waits there until it is disposed.</summary>
internal sealed class ParkedThread : IDisposable
{
    private readonly ManualResetEvent _ready = new(false);
    private readonly ManualResetEvent _end = new(false);
    private readonly Thread _thread;

    public ParkedThread(string? name = null)
    {
        _thread = new Thread(Outer, 256 << 10) { IsBackground = true, Name = name };
        _thread.Start();
        _ready.WaitOne();
        SpinWait.SpinUntil(() => _thread.ThreadState.HasFlag(System.Threading.ThreadState.WaitSleepJoin));
    }

    public int OsId { get; private set; }

    public int ManagedId => _thread.ManagedThreadId;

    /// <summary>Readable names of its methods, from the one that waits to the root.</summary>
    public IReadOnlyList<string> Trace { get; private set; } = [];

    public void Dispose()
    {
        _end.Set();
        _thread.Join();
        _ready.Dispose();
        _end.Dispose();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Outer() => GC.KeepAlive(Middle(this));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static string Middle(ParkedThread self) => self.Wait<string>(1).ToString() + self.OsId;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool Wait<T>(int depth)
    {
        if (depth > 0)
        {
            return Wait<T>(depth - 1) ^ depth > 1;
        }

        OsId = StackCapture.CurrentThreadId;
        Trace = [.. new StackTrace(false).GetFrames().Select(frame => MethodNames.Readable(frame.GetMethod()!))];
        _ready.Set();
        return _end.WaitOne();
    }
}

using System.Runtime.InteropServices;
using Pprof.Sampling;

namespace Pprof.Tests.Sampling.Snapshot;

/// <summary>A thread that blocks the signal and runs until it is disposed; then it counts the signals of ours that waited.</summary>
internal sealed unsafe partial class DeafThread : IDisposable
{
    private const int SIG_BLOCK = 0;
    private const int SIG_UNBLOCK = 1;
    private const int SI_TIMER = -2;
    private const int MaskWords = 16;

    private readonly Thread _thread;
    private bool _end;
    private int _osId;

    public DeafThread()
    {
        _thread = new Thread(Run) { IsBackground = true };
        _thread.Start();
        SpinWait.SpinUntil(() => Volatile.Read(ref _osId) != 0);
    }

    public int OsId => _osId;

    /// <summary>After the end: how often the thread was sent our signal.</summary>
    public int Signals { get; private set; }

    public void Dispose()
    {
        Volatile.Write(ref _end, true);
        _thread.Join();
    }

    // The loop calls out so that the garbage collector, which cannot interrupt this thread either, finds it outside of managed code.
    private void Run()
    {
        ulong* mask = stackalloc ulong[MaskWords];
        new Span<ulong>(mask, MaskWords).Clear();
        mask[0] = 1UL << (ActivationSignal.Number - 1);
        _ = SetSignalMask(SIG_BLOCK, mask, null);
        Volatile.Write(ref _osId, StackCapture.CurrentThreadId);
        while (!Volatile.Read(ref _end))
        {
            _ = Yield();
        }

        CountSignals(mask);
        _ = SetSignalMask(SIG_UNBLOCK, mask, null);
    }

    // siginfo_t has 128 bytes, the code at 8. The runtime's own signals of this number are not ours.
    private void CountSignals(ulong* mask)
    {
        int* info = stackalloc int[32];
        long* noTime = stackalloc long[2];
        (noTime[0], noTime[1]) = (0, 0);
        while (TakeSignal(mask, info, noTime) > 0)
        {
            Signals += info[2] == SI_TIMER ? 1 : 0;
        }
    }

    [LibraryImport("libc", EntryPoint = "pthread_sigmask")]
    private static partial int SetSignalMask(int how, ulong* set, ulong* old);

    [LibraryImport("libc", EntryPoint = "sigtimedwait")]
    private static partial int TakeSignal(ulong* set, int* info, long* timeout);

    [LibraryImport("libc", EntryPoint = "sched_yield")]
    private static partial int Yield();
}

using Pprof.Runtime;
using Pprof.Sampling;
using Pprof.Symbolization;

namespace Pprof.Profiles.Operations;

/// <summary>
/// Says in words what a thread is doing, from the methods of the framework it is in and from the system call it waits in. The
/// outermost known method wins: below <c>Task.Wait</c> lie a ManualResetEventSlim and a Monitor, and <c>Task.Wait</c> is what the
/// program wrote.
/// </summary>
internal static class ThreadActivity
{
    private static readonly (string Method, string State)[] s_methods =
    [
        ("System.Threading.Thread.Sleep", "sleeping"),
        ("System.Threading.Thread.Join", "waiting in Thread.Join"),
        ("System.Threading.Monitor.Enter", "blocked in Monitor.Enter"),
        ("System.Threading.Monitor.TryEnter", "blocked in Monitor.TryEnter"),
        ("System.Threading.Monitor.Wait", "waiting in Monitor.Wait"),
        ("System.Threading.Lock.", "blocked in Lock.Enter"),
        ("System.Threading.SpinLock.", "blocked in SpinLock.Enter"),
        ("System.Threading.ReaderWriterLockSlim.", "blocked in ReaderWriterLockSlim"),
        ("System.Threading.SemaphoreSlim.Wait", "waiting in SemaphoreSlim.Wait"),
        ("System.Threading.ManualResetEventSlim.Wait", "waiting in ManualResetEventSlim.Wait"),
        ("System.Threading.CountdownEvent.Wait", "waiting in CountdownEvent.Wait"),
        ("System.Threading.Barrier.SignalAndWait", "waiting in Barrier.SignalAndWait"),
        ("System.Threading.WaitHandle.WaitOne", "waiting in WaitHandle.WaitOne"),
        ("System.Threading.WaitHandle.WaitAny", "waiting in WaitHandle.WaitAny"),
        ("System.Threading.WaitHandle.WaitAll", "waiting in WaitHandle.WaitAll"),
        ("System.Threading.Tasks.Task.", "waiting in Task.Wait"),
        ("System.Collections.Concurrent.BlockingCollection", "waiting in BlockingCollection"),
        ("System.Net.Sockets.SocketAsyncEngine.", "waiting for sockets"),
        ("System.Net.Sockets.Socket.Accept", "waiting in Socket.Accept"),
        ("System.Net.Sockets.Socket.Receive", "waiting in Socket.Receive"),
        ("System.Net.Sockets.Socket.Send", "waiting in Socket.Send"),
        ("System.Net.Sockets.Socket.Connect", "waiting in Socket.Connect"),
        ("System.Diagnostics.Process.WaitForExit", "waiting in Process.WaitForExit"),
        ("System.IO.RandomAccess.Read", "reading a file"),
        ("System.IO.RandomAccess.Write", "writing a file"),
        ("System.Console.Read", "waiting in Console.Read"),
        ("System.Threading.PortableThreadPool.WorkerThread.WaitForRequest", "idle in the thread pool"),
        ("System.Threading.LowLevelLifoSemaphore.Wait", "idle in the thread pool"),
        ("System.Threading.PortableThreadPool.GateThread.", "idle in the thread pool"),
        ("System.Threading.TimerQueue.", "waiting for timers"),
    ];

    private static readonly Dictionary<int, string> s_calls = new()
    {
        [0] = "reading", [1] = "writing", [7] = "polling", [23] = "polling", [35] = "sleeping", [42] = "connecting", [43] = "accepting",
        [45] = "receiving", [47] = "receiving", [61] = "waiting for a process", [74] = "syncing a file", [202] = "waiting",
        [230] = "sleeping", [232] = "polling", [247] = "waiting for a process", [270] = "polling", [271] = "polling",
        [281] = "polling", [288] = "accepting",
    };

    /// <param name="wait">Default for a thread that was running.</param>
    /// <param name="frames">Leaf first.</param>
    public static string Of(SystemCall wait, IEnumerable<FunctionSymbol?> frames)
    {
        if (!wait.IsWaiting)
        {
            return "running";
        }

        string? state = null;
        foreach (FunctionSymbol? frame in frames.TakeWhile(frame => frame is { Module.Origin: CodeOrigin.Framework }))
        {
            state = StateOf(frame!.Name) ?? state;
        }

        return state ?? s_calls.GetValueOrDefault(wait.Number) ?? $"in system call {wait.Number}";
    }

    private static string? StateOf(string name) =>
        Array.Find(s_methods, row => name.StartsWith(row.Method, StringComparison.Ordinal)).State;
}

using Pprof.Symbolization;
using Pprof.Threads;
using Pprof.Unwinding;

namespace Pprof.Profiles.Cpu;

/// <summary>
/// Tells threads that wait from those that work, by the method on top of their stack. The sample profiler does not: it knows only whether a thread was in
/// managed code, and one that compresses a file in a native library is not either.
/// </summary>
internal sealed class WaitingFrames(ISymbolSource symbols)
{
    // The base library's ways to wait, each by the type or method below which nothing is done: of .NET 10, and those that .NET 11 has in place of native ones.
    private static readonly string[] s_waits =
    [
        "System.Threading.Monitor.", "System.Threading.WaitHandle.", "System.Threading.Thread.Sleep", "System.Threading.Thread.UninterruptibleSleep0",
        "System.Threading.Thread.Join", "System.Threading.LowLevelLifoSemaphore.", "System.Threading.LowLevelSpinWaiter.", "System.Threading.LowLevelMonitor.", "System.Threading.LowLevelThreadBlocker.",
        "System.Threading.WaitSubsystem", "System.Threading.Lock.", "System.Threading.Condition.", "System.Threading.PortableThreadPool+GateThread.",
        "System.Threading.PortableThreadPool+WaitThread.", "Interop+Sys.WaitForSocketEvents", "Interop+Sys.Poll", "Interop+Sys.LowLevelMonitor_",
        "Interop+Sys.Read", "Interop+Sys.Receive", "Interop+Sys.Accept", "Interop+Sys.WaitPid", "Interop+Kernel32.WaitFor", "Interop+Kernel32.GetQueuedCompletionStatus",
        "Interop+Kernel32.ReadFile", "System.Net.Sockets.SocketAsyncEngine.",
    ];

    private static readonly string s_root = $"{typeof(LibraryThread).FullName}.";

    public bool IsWaiting(ReadOnlySpan<CodeAddress> frames) => frames.Length > 0 && s_waits.Any(NameOf(frames[0]).StartsWith);

    /// <summary>The outermost frame that is not the base library's is that of our threads.</summary>
    public bool IsOfLibrary(ReadOnlySpan<CodeAddress> frames)
    {
        for (int i = frames.Length - 1; i >= 0; i--)
        {
            string name = NameOf(frames[i]);
            if (!name.StartsWith("System.", StringComparison.Ordinal))
            {
                return name.StartsWith(s_root, StringComparison.Ordinal);
            }
        }

        return false;
    }

    private string NameOf(CodeAddress frame) => symbols.Resolve(frame).Function?.SystemName ?? "";
}

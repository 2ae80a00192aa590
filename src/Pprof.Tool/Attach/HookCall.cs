using System.Net.Sockets;
using Microsoft.Diagnostics.NETCore.Client;
using Pprof.Tool.Targets;

namespace Pprof.Tool.Attach;

/// <summary>Has the runtime of a process run the hook, and waits for its call.</summary>
internal static class HookCall
{
    // A hook compiles some dozen methods and calls. On a busy machine of one processor that was seen to take 3 s.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    // When the runtime says that it has run the hook, the call is a thread's start away.
    private static readonly TimeSpan s_patienceAfter = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(100);

    /// <summary>The connection that the hook has made.</summary>
    /// <exception cref="ToolException">The runtime does not run the hook; the message says why.</exception>
    public static Socket Answer(TargetProcess target, Entry entry, MeetingFolder folder)
    {
        Task apply = Task.Factory.StartNew(
            () => DiagnosticConnection.To(target, entry.Port!).ApplyStartupHook(folder.HookThere), TaskCreationOptions.LongRunning);
        Task<Socket> call = folder.Socket.AcceptAsync();
        long start = Environment.TickCount64;
        while (!call.Wait(s_look))
        {
            if (apply.IsFaulted)
            {
                throw Refused(target, apply.Exception.InnerException!);
            }

            if (!Targets.ProcFiles.Exists(target.Pid))
            {
                throw new ToolException($"Process {target.Pid} ({target.Name}) has ended.", ExitCode.NotFound);
            }

            TimeSpan patience = apply.IsCompletedSuccessfully ? s_patienceAfter : s_patience;
            if (Environment.TickCount64 - start > patience.TotalMilliseconds)
            {
                throw Silent(target, apply.IsCompletedSuccessfully);
            }
        }

        return call.Result;
    }

    private static ToolException Refused(TargetProcess target, Exception e) => e is ServerNotAvailableException
        ? new ToolException($"The runtime of process {target.Pid} ({target.Name}) does not answer: {e.Message}", ExitCode.CannotEnter)
        : new ToolException($"The runtime of process {target.Pid} ({target.Name}) refuses the agent: {e.Message}", ExitCode.CannotEnter);

    // The runtime answers "done" when startup hooks are switched off, and does nothing.
    private static ToolException Silent(TargetProcess target, bool isDone) => isDone
        ? new ToolException(
            $"Process {target.Pid} ({target.Name}) has startup hooks switched off (System.StartupHookProvider.IsSupported=false), as trimmed programs have: nothing can be loaded into it. "
            + "Publish it with <StartupHookSupport>true</StartupHookSupport>.",
            ExitCode.CannotEnter)
        : new ToolException(
            $"The runtime of process {target.Pid} ({target.Name}) did not load the agent within {s_patience.TotalSeconds} s. The machine may be very busy: try again.",
            ExitCode.CannotEnter);
}

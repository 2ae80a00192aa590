using System.ComponentModel;
using System.Diagnostics;
using System.Net.Sockets;
using Pprof.Tool.Recording;

namespace Pprof.Tool.Attach;

/// <summary>Starts a program with the hook in its environment, to be recorded from before its Main to its end.</summary>
internal static class ChildStart
{
    private const string HooksVariable = "DOTNET_STARTUP_HOOKS";
    private const string FolderVariable = "DOTNET_PPROF_FOLDER";
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(50);

    /// <summary>Returns when the recording has begun; the program waits for that in its first .NET process.</summary>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="plan">What the agent can record.</param>
    /// <param name="sink">Takes the profiles.</param>
    /// <param name="child">The program.</param>
    /// <exception cref="ToolException">It cannot be started, or no .NET program begins in it.</exception>
    public static AgentRecording Record(IReadOnlyList<string> command, RecordPlan plan, ProfileSink sink, out Process child)
    {
        using MeetingFolder folder = MeetingFolder.MakeForChild();
        child = Run(command, folder);
        Socket socket = AwaitCall(child, folder);
        return AgentRecording.Start(socket, folder, AgentRecording.OrderOf(plan, holdsExit: true), sink);
    }

    private static Process Run(IReadOnlyList<string> command, MeetingFolder folder)
    {
        ProcessStartInfo start = new(command[0], command.Skip(1)) { UseShellExecute = false };
        string? others = start.Environment.TryGetValue(HooksVariable, out string? hooks) ? hooks : null;
        start.Environment[HooksVariable] = string.IsNullOrEmpty(others) ? folder.HookThere : $"{folder.HookThere}{Path.PathSeparator}{others}";
        start.Environment[FolderVariable] = folder.PathThere;
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new ToolException($"'{command[0]}' cannot be started: {e.Message}", ExitCode.NotFound);
        }
    }

    // As long as the program runs: "dotnet run" builds for a minute before anything of the program's own begins.
    private static Socket AwaitCall(Process child, MeetingFolder folder)
    {
        Task<Socket> call = folder.Socket.AcceptAsync();
        while (!call.Wait(s_look))
        {
            if (child.HasExited)
            {
                throw new ToolException(
                    $"The program ended with code {child.ExitCode}, and no .NET runtime of version {Targets.EntryCheck.FirstMajorVersion} or later had begun in it: there is nothing to show.",
                    ExitCode.CannotEnter);
            }
        }

        return call.Result;
    }
}

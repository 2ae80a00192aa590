using Pprof.Tool.Interop;

namespace Pprof.Tool.Targets;

/// <summary>Finds out how a process can be entered. Changes nothing in it: it looks at /proc, and asks the runtime for its version.</summary>
internal static class EntryCheck
{
    /// <summary>The first runtime that has everything the agent needs.</summary>
    public const int FirstMajorVersion = 10;
    private static readonly string[] s_prefixes = ["DOTNET_", "COMPlus_"];
    private static readonly string[] s_switches = ["EnableDiagnostics", "EnableDiagnostics_IPC"];

    public static Entry Of(TargetProcess target)
    {
        if (target.Status.State == 'Z')
        {
            return No("has ended", $"Process {target.Pid} has ended; its parent has not taken notice yet.");
        }

        if (DiagnosticPort.Find(target) is not { } port)
        {
            return WithoutPort(target);
        }

        try
        {
            return RuntimeDescription.Ask(port) is { } runtime ? WithRuntime(target, port, runtime) : Silent(target);
        }
        catch (UnauthorizedAccessException)
        {
            return OfAnother(target);
        }
    }

    private static Entry WithRuntime(TargetProcess target, string port, RuntimeDescription runtime)
    {
        if (!target.MayBeRead)
        {
            return OfAnother(target) with { Runtime = runtime };
        }

        // The runtimes with an agent's needs say their version; 5 and before do not.
        return runtime.MajorVersion >= FirstMajorVersion
            ? ByAgent(target, port, runtime)
            : new Entry
            {
                Way = EntryWay.Sampler,
                Runtime = runtime,
                Port = port,
                ShortReason = "wall time only: before .NET 10",
                Reason = $"Process {target.Pid} ({target.Name}) runs on .NET {(runtime.Version.Length == 0 ? "5 or before" : runtime.Version)}. Of runtimes before {FirstMajorVersion} there are two kinds: cpu, which is then wall-clock time by the runtime's own sampler, and trace.",
            };
    }

    private static Entry ByAgent(TargetProcess target, string port, RuntimeDescription runtime) => NativeProgram.IsAheadOfTime(target)
        ? AheadOfTime(target) with { Runtime = runtime }
        : new Entry { Way = EntryWay.Agent, Runtime = runtime, Port = port };

    private static Entry WithoutPort(TargetProcess target)
    {
        if (!target.MayBeRead)
        {
            return OfAnother(target);
        }

        if (SwitchedOffBy(target) is { } setting)
        {
            return No("diagnostics off", $"Process {target.Pid} ({target.Name}) runs with {setting}, which closes the door to every tool. Start it without that setting.");
        }

        if (NativeProgram.IsAheadOfTime(target))
        {
            return AheadOfTime(target);
        }

        return NativeProgram.HasRuntime(target)
            ? No("no diagnostic socket", $"Process {target.Pid} ({target.Name}) has no diagnostic socket in {target.TemporaryFolder}: that folder could not be written when it started, or was cleaned since. Start it with TMPDIR set to a folder it can write.")
            : No("not .NET", $"Process {target.Pid} ({target.Name}) is no .NET program. 'dotnet pprof ps' lists those there are.");
    }

    private static Entry AheadOfTime(TargetProcess target) => No(
        "compiled ahead of time",
        $"Process {target.Pid} ({target.Name}) was compiled ahead of time (PublishAot): there is no runtime in it that could load a profiler. 'perf record -g -p {target.Pid}' shows its CPU time; for the other profiles publish it without PublishAot.");

    private static Entry Silent(TargetProcess target) => target.Status.State is 'T' or 't'
        ? No("stopped", $"Process {target.Pid} ({target.Name}) is stopped, by a signal or a debugger, and answers when it goes on: kill -CONT {target.Pid}")
        : No("does not answer", $"The runtime of process {target.Pid} ({target.Name}) does not answer on its diagnostic socket. Another tool may have a session open that it does not read: end that tool and try again.");

    private static Entry OfAnother(TargetProcess target)
    {
        string user = UserNames.Of(target.Status.User);
        return Native.EffectiveUser() == 0
            ? No("no right to look", $"Process {target.Pid} ({target.Name}) of user {user} may not be looked at, even by root: this container lacks the capability SYS_PTRACE. Add it (docker run --cap-add SYS_PTRACE; securityContext.capabilities.add: [SYS_PTRACE]).")
            : No($"of user {user}", $"Process {target.Pid} ({target.Name}) belongs to user {user}, and this is {UserNames.Of(Native.EffectiveUser())}. Run the tool as that user or as root: sudo -u {user} dotnet pprof …");
    }

    private static string? SwitchedOffBy(TargetProcess target) => (
        from prefix in s_prefixes
        from name in s_switches
        where target.Variable(prefix + name) is "0" or "0x0"
        select $"{prefix}{name}=0").FirstOrDefault();

    private static Entry No(string shortReason, string reason) => new() { Way = EntryWay.None, ShortReason = shortReason, Reason = reason };
}

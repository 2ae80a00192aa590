namespace Pprof.Tool.Targets;

/// <summary>A process as it looks from outside, read once.</summary>
internal sealed class TargetProcess
{
    private readonly Lazy<IReadOnlyList<string>?> _environment;

    private TargetProcess(int pid, ProcStatus status)
    {
        Pid = pid;
        Status = status;
        Root = Directory.Exists($"/proc/{pid}/root/") ? $"/proc/{pid}/root" : "";
        _environment = new(() => ProcFiles.Words(pid, "environ"));
        CommandLine = ProcFiles.Words(pid, "cmdline") ?? [];
        Executable = ProcFiles.Link(pid, "exe");
        Name = ProgramName.Of(CommandLine, Executable, status.Name);
    }

    /// <summary>Its number here.</summary>
    public int Pid { get; }

    public ProcStatus Status { get; }

    /// <summary>What a person calls it: <c>Shop</c> of <c>dotnet Shop.dll</c>.</summary>
    public string Name { get; }

    public IReadOnlyList<string> CommandLine { get; }

    /// <summary>Path of its executable as it sees it; null when it may not be known.</summary>
    public string? Executable { get; }

    /// <summary>What to put before a path of its own to find the file here; empty when its root may not be looked at, which is then taken for ours.</summary>
    public string Root { get; }

    /// <summary>False for another user's, unless the system's administrator asks, who needs the right to look into a root of its own.</summary>
    public bool MayBeRead => _environment.Value is not null && (Root.Length > 0 || Status.User == Interop.Native.EffectiveUser());

    /// <summary>Its folder for temporary files, as it sees it.</summary>
    public string TemporaryFolder => Variable("TMPDIR") is { Length: > 0 } folder ? folder : "/tmp";

    /// <summary>Null when there is no such process.</summary>
    public static TargetProcess? Find(int pid) => ProcStatus.Read(pid) is { } status ? new TargetProcess(pid, status) : null;

    /// <summary>Of the environment it was started with.</summary>
    public string? Variable(string name) =>
        _environment.Value?.FirstOrDefault(line => line.StartsWith(name + "=", StringComparison.Ordinal)) is { } line ? line[(name.Length + 1)..] : null;

    /// <summary>A path of its own, as a path here.</summary>
    public string PathHere(string path) => Root + path;
}

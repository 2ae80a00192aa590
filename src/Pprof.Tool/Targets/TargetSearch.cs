using System.Globalization;

namespace Pprof.Tool.Targets;

/// <summary>Finds processes by number or name.</summary>
internal static class TargetSearch
{
    /// <summary>The process of that number.</summary>
    public static TargetProcess ByPid(int pid) => TargetProcess.Find(pid) ?? throw new ToolException(
        $"There is no process {pid}. 'dotnet pprof ps' lists those that can be profiled; one in a container has another number outside of it.", ExitCode.NotFound);

    /// <summary>The one .NET process of that name.</summary>
    /// <param name="name">As <c>ps</c> shows it; case does not matter.</param>
    public static TargetProcess ByName(string name)
    {
        TargetProcess[] found = [.. All().Where(target => string.Equals(target.Name, name, StringComparison.OrdinalIgnoreCase))];
        return found.Length switch
        {
            1 => found[0],
            0 => throw new ToolException($"No .NET process is named '{name}'. 'dotnet pprof ps' lists the names.", ExitCode.NotFound),
            _ => throw new ToolException(
                $"{found.Length} processes are named '{name}': {string.Join(", ", found.Select(target => target.Pid))}. Name one by -p PID.", ExitCode.Usage),
        };
    }

    /// <summary>Every process that may be one of .NET's, but the one that asks: those with a diagnostic socket, and those that have the runtime mapped.</summary>
    public static IEnumerable<TargetProcess> All() =>
        from folder in Directory.EnumerateDirectories("/proc")
        where int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out _)
        let pid = int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture)
        where pid != Environment.ProcessId
        orderby pid
        let target = TargetProcess.Find(pid)
        where target is not null && IsDotnet(target)
        select target;

    private static bool IsDotnet(TargetProcess target) =>
        DiagnosticPort.Find(target) is not null
        || target.CommandLine is [{ } first, ..] && Path.GetFileName(first) == "dotnet"
        || ProcFiles.Text(target.Pid, "maps")?.Contains("/libcoreclr.so", StringComparison.Ordinal) == true;
}

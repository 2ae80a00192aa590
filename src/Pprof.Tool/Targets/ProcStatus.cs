using System.Globalization;

namespace Pprof.Tool.Targets;

/// <summary>What <c>/proc/PID/status</c> says, which everybody may read.</summary>
/// <param name="Name">Of the first thread, 15 letters at most.</param>
/// <param name="State">One letter: R, S, T (stopped), Z (ended).</param>
/// <param name="User">Effective user.</param>
/// <param name="Group">Effective group.</param>
/// <param name="InnerPid">The process's number in its own namespace, which is what it calls itself.</param>
/// <param name="Namespaces">How many pid namespaces deep it is, seen from here: 1 in ours.</param>
internal sealed record ProcStatus(string Name, char State, uint User, uint Group, int InnerPid, int Namespaces)
{
    /// <summary>Null when there is no such process.</summary>
    public static ProcStatus? Read(int pid)
    {
        if (ProcFiles.Text(pid, "status") is not { } text)
        {
            return null;
        }

        Dictionary<string, string> fields = text.Split('\n')
            .Select(line => line.Split(':', 2))
            .Where(parts => parts.Length == 2)
            .ToDictionary(parts => parts[0], parts => parts[1].Trim());
        string[] pids = Numbers(fields.GetValueOrDefault("NSpid") ?? $"{pid}");
        return new ProcStatus(
            fields.GetValueOrDefault("Name") ?? "?",
            fields.GetValueOrDefault("State") is { Length: > 0 } state ? state[0] : '?',
            Effective(fields.GetValueOrDefault("Uid")),
            Effective(fields.GetValueOrDefault("Gid")),
            int.Parse(pids[^1], CultureInfo.InvariantCulture),
            pids.Length);
    }

    // Real, effective, saved, of the file system.
    private static uint Effective(string? ids) =>
        ids is not null && Numbers(ids) is { Length: > 1 } numbers ? uint.Parse(numbers[1], CultureInfo.InvariantCulture) : 0;

    private static string[] Numbers(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}

using System.Text.RegularExpressions;

namespace Pprof.Tool.Targets;

/// <summary>Which container a process runs in.</summary>
internal static partial class Container
{
    private const int ShortLength = 12;

    /// <summary>The first 12 letters of the container's number, as its tools show it; "other namespace" when only that is known; empty for none.</summary>
    public static string Of(TargetProcess target)
    {
        if (ProcFiles.Text(target.Pid, "cgroup") is { } groups && Number().Match(groups) is { Success: true } match)
        {
            return match.Value[..ShortLength];
        }

        bool isElsewhere = target.Status.Namespaces > 1
            || (ProcFiles.Link(target.Pid, "ns/mnt") is { } theirs && ProcFiles.Link(Environment.ProcessId, "ns/mnt") is { } ours && theirs != ours);
        return isElsewhere ? "other namespace" : "";
    }

    // docker-<64>.scope, cri-containerd-<64>.scope, libpod-<64>.scope, /docker/<64>, /kubepods/…/<64>.
    [GeneratedRegex(@"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")]
    private static partial Regex Number();
}

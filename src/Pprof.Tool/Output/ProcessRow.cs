using Pprof.Tool.Targets;

namespace Pprof.Tool.Output;

/// <summary>What <c>ps</c> says of one process.</summary>
internal sealed record ProcessRow
{
    public required int Pid { get; init; }

    public required string Name { get; init; }

    public required string User { get; init; }

    /// <summary>Of the runtime; empty when it does not say.</summary>
    public required string Runtime { get; init; }

    /// <summary>Its number, or that it has namespaces of its own; empty for none.</summary>
    public required string Container { get; init; }

    /// <summary>"everything", "wall time and trace", or "nothing".</summary>
    public required string Profiles { get; init; }

    /// <summary>Why not everything; null when there is nothing to say.</summary>
    public required string? Reason { get; init; }

    /// <summary>The reason in a few words.</summary>
    public required string? ShortReason { get; init; }

    public required string CommandLine { get; init; }

    public static ProcessRow Of(TargetProcess target)
    {
        Entry entry = EntryCheck.Of(target);
        return new ProcessRow
        {
            Pid = target.Pid,
            Name = target.Name,
            User = UserNames.Of(target.Status.User),
            Runtime = entry.Runtime?.Version ?? "",
            Container = Targets.Container.Of(target),
            Profiles = entry.Way switch { EntryWay.Agent => "everything", EntryWay.Sampler => "wall time and trace", _ => "nothing" },
            Reason = entry.Reason,
            ShortReason = entry.ShortReason,
            CommandLine = string.Join(' ', target.CommandLine),
        };
    }
}

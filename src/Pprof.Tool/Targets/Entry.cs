namespace Pprof.Tool.Targets;

/// <summary>Whether a process can be profiled, in which way, and if not why not and what to do.</summary>
internal sealed record Entry
{
    public required EntryWay Way { get; init; }

    /// <summary>Of the runtime; null when none answered.</summary>
    public RuntimeDescription? Runtime { get; init; }

    /// <summary>Path here of the socket it answers on; null without.</summary>
    public string? Port { get; init; }

    /// <summary>Why not, or why not in the best way; what to do about it. Null when there is nothing to say.</summary>
    public string? Reason { get; init; }

    /// <summary>A few words of it, for a table.</summary>
    public string? ShortReason { get; init; }
}

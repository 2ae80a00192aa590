namespace Pprof.Export;

/// <summary>What an export has done since it was started, over all targets.</summary>
public sealed record PprofExportStatistics
{
    /// <summary>Profiles that were made. Each is to go to every target.</summary>
    public long Made { get; init; }

    /// <summary>Times that a profile arrived at a target.</summary>
    public long Sent { get; init; }

    /// <summary>Bytes of these profiles.</summary>
    public long SentBytes { get; init; }

    /// <summary>Attempts that failed and were repeated later.</summary>
    public long Retried { get; init; }

    /// <summary>Times that a profile was dropped because it would not fit into the queue, or there was no time left at
    /// the end.</summary>
    public long Dropped { get; init; }

    /// <summary>Times that a target refused a profile for good.</summary>
    public long Rejected { get; init; }

    /// <summary>Profiles waiting now.</summary>
    public long Waiting { get; init; }

    /// <summary>Why something was not sent the last time, in one sentence; null when nothing went wrong.</summary>
    public string? LastError { get; init; }
}

using Microsoft.Extensions.Logging;

namespace Pprof.Export.Delivery;

/// <summary>
/// Tells the program's log that a target has begun to fail, and that it takes profiles again: two lines for an outage,
/// however long. Any thread.
/// </summary>
internal sealed class ExportLog(ILogger? log, ExportCounts counts)
{
    private static readonly Action<ILogger, string, string, Exception?> s_failed = LoggerMessage.Define<string, string>(
        LogLevel.Warning, new EventId(1, "PprofExportFailed"), "Profiles cannot be sent to {Target}: {Reason} They wait, and the oldest is dropped when there are too many.");

    private static readonly Action<ILogger, string, Exception?> s_arrived = LoggerMessage.Define<string>(
        LogLevel.Information, new EventId(2, "PprofExportRecovered"), "Profiles are sent to {Target} again.");

    private static readonly Action<ILogger, string, Exception?> s_problem = LoggerMessage.Define<string>(
        LogLevel.Warning, new EventId(3, "PprofExportProblem"), "{Problem}");

    private readonly Lock _gate = new();
    private readonly HashSet<string> _failing = new(StringComparer.Ordinal);

    public void Failed(string target, string reason)
    {
        counts.Tell($"{target}: {reason}");
        if (Change(() => _failing.Add(target)) && log is not null)
        {
            s_failed(log, target, reason, null);
        }
    }

    public void Arrived(string target)
    {
        if (Change(() => _failing.Remove(target)) && log is not null)
        {
            s_arrived(log, target, null);
        }
    }

    /// <summary>Each different one is told once, a hundred at most.</summary>
    public void Problem(string problem)
    {
        counts.Tell(problem);
        if (Change(() => _failing.Count < 100 && _failing.Add(problem)) && log is not null)
        {
            s_problem(log, problem, null);
        }
    }

    private bool Change(Func<bool> change)
    {
        lock (_gate)
        {
            return change();
        }
    }
}

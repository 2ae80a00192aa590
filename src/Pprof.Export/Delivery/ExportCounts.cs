using System.Diagnostics.Metrics;
using Pprof.Telemetry;

namespace Pprof.Export.Delivery;

/// <summary>What an export has done: for its statistics, for the metrics of all exports, and for the library's events.
/// Any thread.</summary>
internal sealed class ExportCounts
{
    private static readonly Meter s_meter = new("Pprof", typeof(ExportCounts).Assembly.GetName().Version?.ToString(3));

    private static readonly Counter<long> s_profiles = s_meter.CreateCounter<long>(
        "pprof.export.profiles", "{profile}", "Profiles by target and by what became of them: sent, retried, dropped, rejected.");

    private static readonly Counter<long> s_bytes = s_meter.CreateCounter<long>("pprof.export.bytes", "By", "Bytes of profiles that have arrived, by target.");

    private static readonly UpDownCounter<long> s_waiting = s_meter.CreateUpDownCounter<long>(
        "pprof.export.waiting", "{profile}", "Profiles waiting for a target.");

    private long _made;
    private long _sent;
    private long _sentBytes;
    private long _retried;
    private long _dropped;
    private long _rejected;
    private long _waiting;
    private volatile string? _lastError;

    public PprofExportStatistics Read() => new()
    {
        Made = Interlocked.Read(ref _made),
        Sent = Interlocked.Read(ref _sent),
        SentBytes = Interlocked.Read(ref _sentBytes),
        Retried = Interlocked.Read(ref _retried),
        Dropped = Interlocked.Read(ref _dropped),
        Rejected = Interlocked.Read(ref _rejected),
        Waiting = Interlocked.Read(ref _waiting),
        LastError = _lastError,
    };

    public void AddMade(int count) => Interlocked.Add(ref _made, count);

    public void AddSent(string target, int bytes)
    {
        Interlocked.Add(ref _sentBytes, bytes);
        s_bytes.Add(bytes, Target(target));
        Count(ref _sent, 1, target, "sent");
    }

    public void AddRetried(string target) => Count(ref _retried, 1, target, "retried");

    public void AddDropped(string target, int count) => Count(ref _dropped, count, target, "dropped");

    public void AddRejected(string target) => Count(ref _rejected, 1, target, "rejected");

    public void AddWaiting(string target, int count)
    {
        Interlocked.Add(ref _waiting, count);
        s_waiting.Add(count, Target(target));
    }

    public void Tell(string error)
    {
        _lastError = error;
        OwnEvents.Log.Problem(error);
    }

    private static void Count(ref long sum, int count, string target, string outcome)
    {
        Interlocked.Add(ref sum, count);
        s_profiles.Add(count, Target(target), new KeyValuePair<string, object?>("outcome", outcome));
    }

    private static KeyValuePair<string, object?> Target(string target) => new("target", target);
}

namespace Pprof.Export.Delivery;

/// <summary>What an export has done. Any thread.</summary>
internal sealed class ExportCounts
{
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

    public void AddSent(int bytes)
    {
        Interlocked.Increment(ref _sent);
        Interlocked.Add(ref _sentBytes, bytes);
    }

    public void AddRetried() => Interlocked.Increment(ref _retried);

    public void AddDropped(int count) => Interlocked.Add(ref _dropped, count);

    public void AddRejected() => Interlocked.Increment(ref _rejected);

    public void AddWaiting(int count) => Interlocked.Add(ref _waiting, count);

    public void Tell(string error) => _lastError = error;
}

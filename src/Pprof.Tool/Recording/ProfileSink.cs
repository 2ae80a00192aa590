namespace Pprof.Tool.Recording;

/// <summary>Takes the profiles of a recording as they come. Any thread.</summary>
/// <param name="kinds">Those that are to come.</param>
internal abstract class ProfileSink(IReadOnlyList<string> kinds)
{
    private readonly Lock _gate = new();
    private readonly HashSet<string> _open = [.. kinds];

    public IReadOnlyList<string> Kinds => kinds;

    /// <summary>Whether that profile is still to come.</summary>
    public bool IsOpen(string kind)
    {
        lock (_gate)
        {
            return _open.Contains(kind);
        }
    }

    /// <summary>More bytes of a profile.</summary>
    public void Write(string kind, ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            if (_open.Contains(kind))
            {
                OnBytes(kind, bytes);
            }
        }
    }

    /// <summary>A profile is complete, or there will be none, for a reason. The first word counts.</summary>
    public void End(string kind, string? failure)
    {
        lock (_gate)
        {
            if (_open.Remove(kind))
            {
                OnEnd(kind, failure);
            }
        }
    }

    /// <summary>Those of the kinds that are still to come will not.</summary>
    public void FailOpen(IEnumerable<string> kinds, string reason)
    {
        foreach (string kind in kinds)
        {
            End(kind, reason);
        }
    }

    protected abstract void OnBytes(string kind, ReadOnlySpan<byte> bytes);

    protected abstract void OnEnd(string kind, string? failure);
}

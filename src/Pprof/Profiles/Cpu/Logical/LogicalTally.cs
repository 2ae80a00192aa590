namespace Pprof.Profiles.Cpu;

/// <summary>How the stack of a resumed operation ended.</summary>
internal enum LogicalEnd
{
    /// <summary>With an operation that nobody awaits, or that a thread waits for.</summary>
    Root,

    /// <summary>With one whose awaiters are not followed, or had been told already.</summary>
    Chain,

    /// <summary>The operation was not found, or several could be it.</summary>
    NotFound,

    /// <summary>Within the runtime's own steps before and after the operation.</summary>
    Plumbing,

    /// <summary>A method that the runtime itself suspends.</summary>
    Suspended,

    /// <summary>Objects could not be read: a collection was under way.</summary>
    Unread,
}

/// <summary>How the stacks of resumed operations ended. Walker's thread; read when it has ended.</summary>
internal sealed class LogicalTally
{
    private readonly long[] _counts = new long[Enum.GetValues<LogicalEnd>().Length];

    public long All => _counts.Sum();

    public long Of(LogicalEnd end) => _counts[(int)end];

    /// <param name="end">Null when nothing was resumed.</param>
    public void Add(LogicalEnd? end)
    {
        if (end is { } known)
        {
            _counts[(int)known]++;
        }
    }
}

namespace Pprof.EventPipe.Hub;

/// <summary>How long somebody waits for what was raised before.</summary>
/// <param name="Silent">While nothing comes: the machine is busy, or the runtime's writing thread is held up.</param>
/// <param name="Behind">While events come, but those of long ago: the program raises them faster than they are read, and waiting longer does not help.</param>
internal readonly record struct FlushLimit(TimeSpan Silent, TimeSpan Behind)
{
    /// <summary>Of whoever writes a profile: ten turns of the runtime's writing thread; more on a machine where it gets no processor.</summary>
    public static FlushLimit OfWriters { get; } = new(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(1));

    /// <summary>The same time in both cases.</summary>
    public static implicit operator FlushLimit(TimeSpan timeout) => new(timeout, timeout);

    /// <summary>What is left of it, some time after the beginning.</summary>
    /// <param name="elapsed">That time.</param>
    /// <param name="isBehind">Events come, and older ones.</param>
    public TimeSpan Left(TimeSpan elapsed, bool isBehind)
    {
        TimeSpan left = (isBehind && Behind < Silent ? Behind : Silent) - elapsed;
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }
}

namespace Pprof.EventPipe.Nettrace;

/// <summary>Where an event stands among those of its thread.</summary>
/// <param name="Stream">Number of the stream it came in.</param>
/// <param name="Breaks">How often the thread's numbers had jumped by then in that stream: see <see cref="SequenceGaps.OnEvent"/>.</param>
/// <param name="IsAnew">The stream before that one was cut off.</param>
internal readonly record struct Continuity(int Stream, int Breaks, bool IsAnew = false)
{
    /// <summary>
    /// Whether no event of the thread is missing between an earlier one and this, and the id is still the same thread's. Streams follow each other without a
    /// gap unless one was cut off, so in a new one it is enough that none has been lost so far.
    /// </summary>
    public bool Continues(Continuity earlier) => Stream == earlier.Stream ? Breaks == earlier.Breaks : Breaks == 0 && !IsAnew;
}

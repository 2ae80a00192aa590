namespace Pprof.EventPipe.Nettrace;

/// <summary>Where an event stands among those of its thread.</summary>
/// <param name="Run">Number of the streams that follow each other without a gap, of which it came in one: a stream that was cut off is the last of its run.</param>
/// <param name="Breaks">How often events of the thread had been found missing by then in that run: see <see cref="SequenceGaps.OnEvent"/>.</param>
internal readonly record struct Continuity(int Run, int Breaks)
{
    /// <summary>Whether no event of the thread is missing between an earlier one and this, and the id is still the same thread's.</summary>
    public bool Continues(Continuity earlier) => this == earlier;
}

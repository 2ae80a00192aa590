namespace Pprof.AspNetCore.Limits;

/// <summary>One request's work, from its first step until it is disposed of: then its place is free again, and its time is taken from the budget.</summary>
/// <remarks>
/// While it records it does nothing by itself, but the program pays for being recorded: a part of the time that <paramref name="recording"/> says. What goes beyond is work in full, waiting for a
/// processor or for the runtime's events among it: the longer it takes, the less of it there should be.
/// </remarks>
/// <param name="budget">What it is taken from.</param>
/// <param name="place">Given back.</param>
/// <param name="clock">What time it is.</param>
/// <param name="recording">How long it is going to record, and what that costs.</param>
internal sealed class Work(WorkBudget budget, IDisposable place, TimeProvider clock, RecordingCost recording) : IDisposable
{
    private readonly long _start = clock.GetTimestamp();

    public void Dispose()
    {
        budget.Take(recording.Of(clock.GetElapsedTime(_start)));
        place.Dispose();
    }
}

namespace Pprof.AspNetCore.Limits;

/// <summary>One request's work, from its first step until it is disposed of: then its place is free again, and its time has been taken from the budget.</summary>
/// <remarks>
/// While it records it does nothing by itself, but the program pays for being recorded: a part of that time. What goes beyond is work in full, waiting for a
/// processor or for the runtime's events among it: the longer it takes, the less of it there should be.
/// </remarks>
internal sealed class Work : IDisposable
{
    private readonly WorkBudget _budget;
    private readonly IDisposable _place;
    private readonly TimeProvider _clock;
    private readonly RecordingCost _recording;
    private readonly long _start;

    /// <param name="budget">What it is taken from.</param>
    /// <param name="place">Given back.</param>
    /// <param name="clock">What time it is.</param>
    /// <param name="recording">How long it is going to record, and what that costs.</param>
    public Work(WorkBudget budget, IDisposable place, TimeProvider clock, RecordingCost recording)
    {
        (_budget, _place, _clock, _recording, _start) = (budget, place, clock, recording, clock.GetTimestamp());
        if (!recording.IsRecording)
        {
            budget.Begin();
        }
    }

    /// <summary>Until it is disposed of the request waits for others, and does not work.</summary>
    public IDisposable Pause()
    {
        if (_recording.IsRecording)
        {
            return new Leave(static () => { });
        }

        _budget.End();
        return new Leave(_budget.Begin);
    }

    public void Dispose()
    {
        if (_recording.IsRecording)
        {
            _budget.Take(_recording.Of(_clock.GetElapsedTime(_start)));
        }
        else
        {
            _budget.End();
        }

        _place.Dispose();
    }
}

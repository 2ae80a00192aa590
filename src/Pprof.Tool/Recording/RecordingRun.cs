using System.Diagnostics;
using Pprof.Tool.Output;

namespace Pprof.Tool.Recording;

/// <summary>Waits for a recording's time to pass, and for its profiles.</summary>
internal static class RecordingRun
{
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(250);

    /// <summary>Returns when the sink has everything that will come.</summary>
    /// <param name="recording">Has begun.</param>
    /// <param name="duration">How long it lasts, unless the process or the person ends it.</param>
    /// <param name="what">For the progress: <c>cpu of process 1234 (Shop)</c>.</param>
    /// <param name="hold">Ends when the recording should before its time: with a child, for example. Null for never.</param>
    public static async Task FinishAsync(IRunningRecording recording, TimeSpan duration, string what, Task? hold = null)
    {
        using EarlyEnd early = new();
        using Progress progress = new(what);
        Task[] ends = hold is null ? [recording.Completion, early.Asked] : [recording.Completion, early.Asked, hold];
        Task over = Task.WhenAny(ends);
        long start = Stopwatch.GetTimestamp();
        for (TimeSpan left = duration; left > TimeSpan.Zero && !over.IsCompleted; left = duration - Stopwatch.GetElapsedTime(start))
        {
            progress.Show(left);
            await Task.WhenAny(over, Task.Delay(left < s_look ? left : s_look));
        }

        progress.Show("writing");
        recording.Finish();
        await recording.Completion;
    }
}

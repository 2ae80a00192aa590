using System.Diagnostics;
using Pprof.TestSupport;

namespace Pprof.Soak;

/// <summary>All storms at once, with profiles started and stopped through it.</summary>
internal static class Soak
{
    private static readonly TimeSpan HangDeadline = TimeSpan.FromSeconds(60);

    public static bool Run(TimeSpan duration)
    {
        Storm[] storms = Storms.All();
        using CancellationTokenSource stop = new();
        Array.ForEach(storms, storm => storm.Start(stop.Token));
        int profiles = ProfileAgainAndAgain(duration);
        stop.Cancel();
        bool ended = storms.All(storm => storm.Join(HangDeadline));
        Report(storms, profiles, ended);
        return ended && storms.All(storm => storm.Rounds > 0 && storm.Failure is null);
    }

    private static int ProfileAgainAndAgain(TimeSpan duration)
    {
        int profiles = 0;
        for (Stopwatch watch = Stopwatch.StartNew(); watch.Elapsed < duration; profiles++)
        {
            using MemoryStream stream = new();
            using (CpuProfile.Start(stream, new CpuProfileOptions { Frequency = 1000 }))
            {
                Thread.Sleep(TimeSpan.FromSeconds(1));
            }

            ProfileOracle.AssertValid(stream);
        }

        return profiles;
    }

    private static void Report(Storm[] storms, int profiles, bool ended)
    {
        foreach (Storm storm in storms)
        {
            Console.WriteLine($"{storm.Name,-18} {storm.Rounds,12:N0} rounds {storm.Failure}");
        }

        Console.WriteLine($"{profiles} profiles, all valid; {(ended ? "every thread ended" : "a thread HANGS")}");
    }
}

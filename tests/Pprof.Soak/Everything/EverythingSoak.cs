using System.Globalization;
using BenchCommon;
using Pprof.Soak.Sleepers;

namespace Pprof.Soak.Everything;

/// <summary>
/// Every profile, in every form, through every load at once: storms that have killed profilers, sleeping threads with and without profiles, damaged files, a web server.
/// What is left when they have calmed down must not grow, and what was counted must be what the program did, but for what the profiles say is missing.
/// </summary>
internal static class EverythingSoak
{
    private const ProfileKinds Kinds = EverySwitch.Kinds;

    // Of the time, for sleeping threads: half of it without profiles, half of it with all of them.
    private const double SleepingShare = 0.2;
    private const int Times = 5;
    private static readonly TimeSpan s_hangDeadline = TimeSpan.FromSeconds(120);

    public static bool Run(TimeSpan duration, bool isRecorded)
    {
        using SoakReport report = new(duration, isRecorded);
        bool isSound = AreLeftAlone(duration * SleepingShare / 2, report);
        Profiling.Enable(Kinds);
        isSound &= report.Check("every kind is on", Kinds & ~Profiling.Enabled, static missing => missing == ProfileKinds.None);
        isSound &= Storm(duration * (1 - SleepingShare), report);
        Profiling.Disable(Kinds);
        report.Add(isSound ? "**Sound.**" : "**Not sound: see above.**");
        return isSound;
    }

    private static bool AreLeftAlone(TimeSpan duration, SoakReport report)
    {
        Scene scene = new(Cores: 2, WithShortThreads: true);
        IReadOnlyList<Sleeper> without = scene.Play(Disturbance.Nothing, duration);
        IReadOnlyList<Sleeper> with = scene.Play(Disturbance.Everything(Kinds), duration);
        MarkdownTable table = new("call", "interrupted / calls without", "with", "longest overshoot without, ms", "with, ms");
        foreach (SleepingCall call in SleepingCall.All)
        {
            Sleeper[] before = [.. without.Where(one => one.Call == call)];
            Sleeper[] after = [.. with.Where(one => one.Call == call)];
            table.Add(call.Name, Counts(before), Counts(after), Overshoot(before), Overshoot(after));
        }

        report.Add($"## Sleeping threads without and with profiles\n\nThree threads a call wait 200 ms again and again, beside threads that compute and short-lived ones.\n\n{table}");
        return report.Check("calls that profiles interrupted", with.Sum(one => one.Interrupted), static interrupted => interrupted == 0)
            & report.Check("threads that made less than one call", with.Count(one => one.Calls == 0), static stuck => stuck == 0);
    }

    private static bool Storm(TimeSpan duration, SoakReport report)
    {
        Ledger ledger = new();
        using ServedProfiles server = new();
        Storm[] storms = [.. Storms.All(), .. HeapStorms.All(), .. ledger.Storms(), .. WaitStorms.All(), .. new ProfileTakers(ledger).All(), .. server.Storms()];
        List<Level> levels = [];
        bool isSound = true;
        for (int i = 0; i < Times; i++)
        {
            isSound &= HasEnded(storms, duration / Times, report);
            levels.Add(Level.Settled(i == 0 ? null : levels[0]));
        }

        report.Add(Rounds(storms));
        isSound &= report.Check("loads that never came round", storms.Count(storm => storm.Rounds == 0), static idle => idle == 0);
        isSound &= report.Check("profiles and answers that were wrong", string.Join("; ", storms.Select(storm => storm.Failure).OfType<string>()), static wrong => wrong.Length == 0);
        return isSound & ledger.AddsUp(report) & Level.HaveNotGrown(levels, report);
    }

    private static bool HasEnded(Storm[] storms, TimeSpan duration, SoakReport report)
    {
        using CancellationTokenSource stop = new();
        Array.ForEach(storms, storm => storm.Start(stop.Token));
        Thread.Sleep(duration);
        stop.Cancel();
        string[] hanging = [.. storms.Where(storm => !storm.Join(s_hangDeadline)).Select(storm => storm.Name)];
        return hanging.Length == 0 || report.Check("loads that hang", string.Join(", ", hanging), static _ => false);
    }

    private static string Rounds(Storm[] storms)
    {
        MarkdownTable table = new("load", "rounds");
        Array.ForEach(storms, storm => table.Add(storm.Name, $"{storm.Rounds:N0}"));
        return $"## Loads and takers, all at once, each on a thread\n\n{table}";
    }

    private static string Counts(Sleeper[] sleepers) => $"{sleepers.Sum(one => one.Interrupted)} / {sleepers.Sum(one => one.Calls)}";

    private static string Overshoot(Sleeper[] sleepers) =>
        sleepers.Max(one => one.LongestOvershoot).TotalMilliseconds.ToString("0.0", CultureInfo.InvariantCulture);
}

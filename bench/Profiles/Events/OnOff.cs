using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Pprof;

namespace Profiles.Events;

/// <summary>The same work in turns without and with a recording, in an order that changes by chance.</summary>
internal sealed partial class OnOff(ProfileKinds kinds, string profile, string sampleType)
{
    private readonly Random _random = new(1);

    /// <summary>Nanoseconds of the work's own choosing, without and with.</summary>
    public List<double> Off { get; } = [];

    public List<double> On { get; } = [];

    /// <summary>CPU time of the whole process, the threads that read events included, in the same rounds.</summary>
    public List<double> CpuOff { get; } = [];

    public List<double> CpuOn { get; } = [];

    /// <summary>How long all rounds with took.</summary>
    public double SecondsOn { get; private set; }

    /// <summary>Events that the profile counted, and that it says were dropped, over the total of all rounds with.</summary>
    public long Counted { get; private set; }

    public long Dropped { get; private set; }

    /// <param name="rounds">After a few that do not count.</param>
    /// <param name="work">Does the same each time; answers with its nanoseconds.</param>
    public void Run(int rounds, Func<double> work)
    {
        for (int i = 0; i < 3; i++)
        {
            Without(work);
            With(work);
        }

        Array.ForEach([Off, On, CpuOff, CpuOn], list => list.Clear());
        SecondsOn = 0;
        (long counted, long dropped) = Read();
        for (int i = 0; i < rounds; i++)
        {
            bool isOnFirst = _random.Next(2) == 0;
            (isOnFirst ? (Action<Func<double>>)With : Without)(work);
            (isOnFirst ? (Action<Func<double>>)Without : With)(work);
        }

        (long countedAfter, long droppedAfter) = Read();
        (Counted, Dropped) = (countedAfter - counted, droppedAfter - dropped);
    }

    private void Without(Func<double> work) => Measure(work, Off, CpuOff);

    private void With(Func<double> work)
    {
        Profiling.Enable(kinds);
        long start = Stopwatch.GetTimestamp();
        Measure(work, On, CpuOn);
        SecondsOn += Stopwatch.GetElapsedTime(start).TotalSeconds;
        Profiling.Disable(kinds);
    }

    private static void Measure(Func<double> work, List<double> times, List<double> cpuTimes)
    {
        TimeSpan cpu = Environment.CpuUsage.TotalTime;
        times.Add(work());
        cpuTimes.Add((Environment.CpuUsage.TotalTime - cpu).TotalNanoseconds);
    }

    private (long Counted, long Dropped) Read()
    {
        using MemoryStream stream = new();
        Profile.Lookup(profile)!.WriteTo(stream);
        stream.Position = 0;
        ProfileReport report = ProfileReport.Read(stream, sampleType);
        return (report.Total, report.Comments.Select(comment => Drops().Match(comment)).Where(match => match.Success).Sum(NumberIn));
    }

    private static long NumberIn(Match match) => long.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"dropped (\d+) events")]
    private static partial Regex Drops();
}

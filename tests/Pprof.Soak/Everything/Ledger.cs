using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using BenchCommon;
using Pprof.TestSupport;

namespace Pprof.Soak.Everything;

/// <summary>What the program did by its own count, to hold against what the profiles say it did. Loads count; CPU profiles are entered as they come.</summary>
internal sealed partial class Ledger
{
    // Of the process's CPU time: what the tests of totals allow on a busy machine. Each thread's clock begins anywhere in a period, which a long time evens out.
    private const double MostDifference = 0.05;
    private const double MostDifferenceAtFirst = 0.15;
    private const double LongMs = 30_000;

    private readonly Lock _gate = new();
    private long _thrown;
    private long _started;
    private double _profiledMs;
    private double _processMs;
    private double _lostMs;

    public Storm[] Storms() => [new("exception storm 1", Throw), new("exception storm 2", Throw), new("counted threads", StartThread)];

    /// <summary>A CPU profile: what its samples stand for, what it says is lost, and what the process used meanwhile.</summary>
    public void Enter(TestSupport.Proto.Profile cpu)
    {
        string comments = CommentsOf(cpu);
        lock (_gate)
        {
            _profiledMs += ProfileOracle.Total(cpu, cpu.SampleType.Count - 1) / 1e6;
            _lostMs += Number(Lost().Match(comments));
            _processMs += Number(ProcessTime().Match(comments));
        }
    }

    public bool AddsUp(SoakReport report)
    {
        MarkdownTable table = new("what", "the program's count", "the profile's", "said to be missing");
        bool isSound = AddsUp("exceptions", "exceptions", nameof(Throw), _thrown, table);
        isSound &= AddsUp("threads started", "threadcreate", nameof(StartThread), _started, table);
        table.Add("CPU time, s", Seconds(_processMs), Seconds(_profiledMs), $"{Seconds(_lostMs)}, in it");
        report.Add($"## What the profiles counted\n\n{table}");
        return report.Check("exceptions and threads add up", isSound, static sound => sound)
            & report.Check("CPU time of the profiles per CPU time of the process", _profiledMs / _processMs, share => Math.Abs(share - 1) <= (_processMs < LongMs ? MostDifferenceAtFirst : MostDifference));
    }

    // Never more than there was. Less only by what the profile says is missing: a number of events, or the events of some time.
    private static bool AddsUp(string what, string name, string method, long did, MarkdownTable table)
    {
        using MemoryStream file = new();
        Profile.Lookup(name)!.WriteTo(file);
        TestSupport.Proto.Profile profile = ProfileOracle.AssertValid(file);
        string frame = $"{typeof(Ledger).FullName}.{method}";
        long counted = profile.Sample.Where(sample => ProfileOracle.Names(profile, sample).Contains(frame)).Sum(sample => sample.Value[0]);
        string comments = CommentsOf(profile);
        long dropped = (long)Number(Dropped().Match(comments));
        bool hasGap = comments.Contains("of some time are missing", StringComparison.Ordinal) || comments.Contains("may be missing", StringComparison.Ordinal);
        table.Add(what, $"{did:N0}", $"{counted:N0}", $"{dropped:N0} events{(hasGap ? ", and those of some time" : "")}");
        return counted <= did && (hasGap || counted + dropped >= did);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Throw()
    {
        try
        {
            _ = int.Parse("x", CultureInfo.InvariantCulture);
        }
        catch (FormatException)
        {
        }

        try
        {
            _ = Missing()!.Length;
        }
        catch (NullReferenceException)
        {
        }

        Interlocked.Add(ref _thrown, 2);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void StartThread()
    {
        Thread thread = new(static () => Thread.SpinWait(100));
        thread.Start();
        thread.Join();
        Interlocked.Increment(ref _started);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static string? Missing() => null;

    private static string CommentsOf(TestSupport.Proto.Profile profile) => string.Join('\n', profile.Comment.Select(index => profile.StringTable[(int)index]));

    private static double Number(Match match) => match.Success ? double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) : 0;

    private static string Seconds(double milliseconds) => (milliseconds / 1000).ToString("0.00", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"dropped (\d+) events")]
    private static partial Regex Dropped();

    [GeneratedRegex(@"; lost: ([\d.]+) ms")]
    private static partial Regex Lost();

    [GeneratedRegex(@"process CPU time meanwhile: ([\d.]+) ms")]
    private static partial Regex ProcessTime();
}

using Pprof.TestSupport;
using Xunit;
using Proto = Pprof.TestSupport.Proto;

namespace Pprof.EndToEnd.Tests.Loads;

/// <summary>Whole profiles of work that has broken profilers.</summary>
public sealed class CpuLoadTests
{
    // Enough for 100 samples at the rate below; CPU time, so a busy machine takes longer and changes nothing.
    private static readonly TimeSpan s_cpuTime = TimeSpan.FromSeconds(0.4);
    private const long FewestSamples = 10;
    private static readonly string[] s_broken = ["[unwalkable]", "[unmapped]", "[unknown]", "[unknown managed code]"];

    [Fact]
    public void Arithmetic_of_large_numbers_is_shown_below_its_caller()
    {
        Proto.Profile profile = ProfileOf(CpuLoads.Divide);

        Assert.InRange(Samples(profile, stack => stack.Any(name => name.EndsWith("CpuLoads.Divide", StringComparison.Ordinal))), FewestSamples, long.MaxValue);
        AssertFewBroken(profile);
    }

    [Fact]
    public void Deep_stacks_of_large_frames_show_the_method_once_for_each_level()
    {
        Proto.Profile profile = ProfileOf(CpuLoads.Recurse);
        string[][] stacks = [.. Stacks(profile).Select(stack => stack.Where(name => name.EndsWith("CpuLoads.Descend", StringComparison.Ordinal)).ToArray()).Where(levels => levels.Length > 0)];

        Assert.NotEmpty(stacks);
        Assert.All(stacks, levels => Assert.InRange(levels.Length, 1, 101));
        Assert.Contains(stacks, levels => levels.Length > 20);
        Assert.All(profile.Location, location => Assert.InRange(location.Line.Count, 0, 1));
    }

    [Fact]
    public void Reading_the_clock_repeats_no_frame()
    {
        Proto.Profile profile = ProfileOf(CpuLoads.ReadClock);
        string[][] stacks = [.. Stacks(profile)
            .Where(stack => stack.Any(name => name.EndsWith("CpuLoads.ReadClockOften", StringComparison.Ordinal)))
            .Select(stack => stack.TakeWhile(name => !name.EndsWith("CpuLoads.ReadClock", StringComparison.Ordinal)).ToArray())];

        Assert.NotEmpty(stacks);
        Assert.All(stacks, stack => Assert.Equal(stack.Distinct(), stack));
    }

    [Fact]
    public void Tasks_that_give_way_all_the_time_leave_no_broken_stacks()
    {
        Proto.Profile profile = ProfileOf(CpuLoads.Switch);

        Assert.InRange(Samples(profile, stack => stack.Any(name => name.EndsWith("CpuLoads.GiveWayUntil", StringComparison.Ordinal))), FewestSamples, long.MaxValue);
        AssertFewBroken(profile);
    }

    [Fact]
    public void Profile_of_an_idle_moment_is_valid_and_complete()
    {
        MemoryStream stream = new();
        using (CpuProfile.Start(stream, new CpuProfileOptions { Frequency = 500 }))
        {
        }

        Proto.Profile profile = ProfileOracle.AssertValid(stream);

        Assert.Equal(["samples/count", "cpu/nanoseconds"], profile.SampleType.Select(type => TypeName(profile, type)));
        Assert.Equal("cpu/nanoseconds", TypeName(profile, profile.PeriodType));
        Assert.Equal(2_000_000, profile.Period);
        Assert.NotEmpty(profile.Mapping);
    }

    [Fact]
    public void Value_in_nanoseconds_is_the_count_times_the_period()
    {
        Proto.Profile profile = ProfileOf(CpuLoads.ReadClock);

        Assert.All(profile.Sample, sample => Assert.Equal(sample.Value[0] * profile.Period, sample.Value[1]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void All_stacks_can_be_written_again_and_again_while_the_process_is_profiled(int debug)
    {
        Profile goroutine = Profile.Lookup("goroutine")!;
        bool isDone = false;
        Thread load = new(() =>
        {
            while (!Volatile.Read(ref isDone))
            {
                CpuLoads.Divide(TimeSpan.FromMilliseconds(10));
            }
        });
        load.Start();

        MemoryStream cpu = new();
        using (CpuProfile.Start(cpu, new CpuProfileOptions { Frequency = 250 }))
        {
            for (int i = 0; i < 10; i++)
            {
                goroutine.WriteTo(Stream.Null, debug);
            }
        }

        Volatile.Write(ref isDone, true);
        load.Join();
        ProfileOracle.AssertValid(cpu);
    }

    private static Proto.Profile ProfileOf(Action<TimeSpan> load)
    {
        load(TimeSpan.FromMilliseconds(50));
        MemoryStream stream = new();
        using (CpuProfile.Start(stream, new CpuProfileOptions { Frequency = 250 }))
        {
            load(s_cpuTime);
        }

        return ProfileOracle.AssertValid(stream);
    }

    private static IEnumerable<string[]> Stacks(Proto.Profile profile) => profile.Sample.Select(sample => ProfileOracle.Names(profile, sample).ToArray());

    // The compiler's threads use a part of the time as well, a large one at first.
    private static long Samples(Proto.Profile profile, Func<string[], bool> isCounted) =>
        profile.Sample.Where(sample => isCounted([.. ProfileOracle.Names(profile, sample)])).Sum(sample => sample.Value[0]);

    private static void AssertFewBroken(Proto.Profile profile)
    {
        long broken = Samples(profile, IsBroken);
        string stacks = string.Join('\n', Stacks(profile).Where(IsBroken).Select(stack => string.Join(" < ", stack)));
        Assert.True(broken <= ProfileOracle.Total(profile, 0) * 0.05, $"{broken} of {ProfileOracle.Total(profile, 0)} samples are broken:\n{stacks}");
    }

    private static bool IsBroken(string[] stack) => stack.Intersect(s_broken).Any();

    private static string TypeName(Proto.Profile profile, Proto.ValueType type) => $"{profile.StringTable[(int)type.Type]}/{profile.StringTable[(int)type.Unit]}";
}

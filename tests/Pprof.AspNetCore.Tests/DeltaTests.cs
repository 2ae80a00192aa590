using Pprof.TestSupport;
using Pprof.TestSupport.Proto;
using Xunit;

namespace Pprof.AspNetCore.Tests;

/// <summary>What happened within some seconds, and nothing else.</summary>
public sealed class DeltaTests(SiteFixture fixture) : IClassFixture<SiteFixture>
{
    [Theory]
    [MemberData(nameof(Hogs.Names), MemberType = typeof(Hogs))]
    public async Task Work_of_before_is_not_in_it_and_work_of_meanwhile_is(string profile)
    {
        ProfileKinds kind = Hogs.KindOf(profile);
        Profiling.Enable(kind);
        try
        {
            Hogs.First(profile);

            // A busy machine delivers events late: what has not come before the first look would be of meanwhile.
            await Patience.UntilAsync("it is recorded", async () => Has(ProfileOracle.AssertValid(await fixture.Site.BytesAsync(profile)), nameof(Hogs.First)));
            TestSupport.Proto.Profile delta = await RecordAsync(profile, () => Hogs.Second(profile));
            TestSupport.Proto.Profile whole = ProfileOracle.AssertValid(await fixture.Site.BytesAsync(profile));

            Assert.True(Has(delta, nameof(Hogs.Second)));
            Assert.False(Has(delta, nameof(Hogs.First)));
            Assert.True(delta.DurationNanos > 0);
            Assert.True(Has(whole, nameof(Hogs.First)) && Has(whole, nameof(Hogs.Second)));
            Assert.True(Profiling.Enabled.HasFlag(kind));
        }
        finally
        {
            Profiling.Disable(kind);
        }
    }

    [Theory]
    [MemberData(nameof(Hogs.Names), MemberType = typeof(Hogs))]
    public async Task Recording_need_not_be_on_before_and_is_off_afterwards(string profile)
    {
        ProfileKinds kind = Hogs.KindOf(profile);
        await Patience.UntilAsync("the test before has let go of it", () => !Profiling.Enabled.HasFlag(kind));
        TestSupport.Proto.Profile delta = await RecordAsync(profile, () => Hogs.Second(profile));

        Assert.True(Has(delta, nameof(Hogs.Second)));
        await Patience.UntilAsync("it is off", () => !Profiling.Enabled.HasFlag(kind));
    }

    // Its first use has switched it on, the program has switched it off.
    [Fact]
    public async Task Heap_that_is_off_is_on_for_these_seconds()
    {
        await fixture.Site.BytesAsync("heap");
        Profiling.Disable(ProfileKinds.Heap);
        try
        {
            TestSupport.Proto.Profile delta = await RecordAsync("heap", () => GC.KeepAlive(Hogs.Keep(megabytes: 4)));

            Assert.True(Has(delta, nameof(Hogs.Keep)));
            await Patience.UntilAsync("it is off", () => !Profiling.Enabled.HasFlag(ProfileKinds.Heap));
        }
        finally
        {
            Profiling.Enable(ProfileKinds.Heap);
        }
    }

    // 64 MB are some 650 samples; half of it is twelve standard deviations away.
    [Fact]
    public async Task What_is_in_use_is_that_of_the_end_and_what_was_allocated_before_is_not_in_it()
    {
        await fixture.Site.BytesAsync("heap");
        byte[][] kept = Hogs.Keep(megabytes: 64);

        // What was allocated since the last collection is not in use yet: tens of megabytes, on a processor with a large cache.
        GC.Collect();
        TestSupport.Proto.Profile delta = ProfileOracle.AssertValid(await fixture.Site.BytesAsync("heap?seconds=1&gc=1"));
        Sample[] samples = [.. delta.Sample.Where(sample => ProfileOracle.Names(delta, sample).Any(name => name.EndsWith("Hogs.Keep", StringComparison.Ordinal)))];

        Assert.Equal(["alloc_objects", "alloc_space", "inuse_objects", "inuse_space"], delta.SampleType.Select(type => delta.StringTable[(int)type.Type]));

        // Nothing, but for events that a busy machine delivers after the first look.
        Assert.InRange(samples.Sum(sample => sample.Value[1]), 0, 16 << 20);
        Assert.InRange(samples.Sum(sample => sample.Value[3]), 32 << 20, 96 << 20);
        GC.KeepAlive(kept);
    }

    // The work goes on until the answer has come, so some of it lies between the two looks, wherever they fall.
    private async Task<TestSupport.Proto.Profile> RecordAsync(string profile, Action work)
    {
        Task<byte[]> request = fixture.Site.BytesAsync($"{profile}?seconds=1");
        while (!request.IsCompleted)
        {
            work();

            // A few are enough, and a flood would take long to read.
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        return ProfileOracle.AssertValid(await request);
    }

    private static bool Has(TestSupport.Proto.Profile profile, string method) =>
        profile.Sample.Any(sample => ProfileOracle.Names(profile, sample).Any(name => name.EndsWith($"{nameof(Hogs)}.{method}", StringComparison.Ordinal)));
}

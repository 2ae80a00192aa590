using Pprof.TestSupport;
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
        Assert.False(Profiling.Enabled.HasFlag(kind));
        TestSupport.Proto.Profile delta = await RecordAsync(profile, () => Hogs.Second(profile));

        Assert.True(Has(delta, nameof(Hogs.Second)));
        await Until.TrueAsync("it is off", () => !Profiling.Enabled.HasFlag(kind));
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

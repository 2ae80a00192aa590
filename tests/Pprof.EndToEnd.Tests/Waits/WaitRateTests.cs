using Pprof.TestSupport;
using Xunit;
using Proto = Pprof.TestSupport.Proto;

namespace Pprof.EndToEnd.Tests.Waits;

/// <summary>Rates decide which waits of the program are kept. That sums stay right in the mean is shown with synthetic waits.</summary>
public sealed class WaitRateTests : IDisposable
{
    private const ProfileKinds Both = ProfileKinds.Block | ProfileKinds.Mutex;

    public WaitRateTests() => Profiling.Enable(Both);

    public void Dispose()
    {
        (Profiling.MutexProfileFraction, Profiling.BlockProfileRate) = (1, 1);
        Profiling.Disable(Both);
    }

    // A wait of a tenth of a second is kept with a probability of one in a hundred million.
    [Fact]
    public void Waits_far_shorter_than_the_rate_are_not_kept()
    {
        Profiling.BlockProfileRate = 10_000_000_000_000_000;
        WaitAs("too short");
        Profiling.BlockProfileRate = 1;
        WaitAs("any length");

        Assert.Equal(0, Contentions("block", "too short"));
        Assert.NotEqual(0, Contentions("block", "any length"));
    }

    [Fact]
    public void One_of_very_many_is_not_kept()
    {
        Profiling.MutexProfileFraction = 1_000_000_000;
        WaitAs("one of many");
        Profiling.MutexProfileFraction = 1;
        WaitAs("every one");

        Assert.Equal(0, Contentions("mutex", "one of many"));
        Assert.NotEqual(0, Contentions("mutex", "every one"));
    }

    [Fact]
    public void One_of_two_counts_for_two()
    {
        Profiling.MutexProfileFraction = 2;
        for (int i = 0; i < 30; i++)
        {
            WaitAs("one of two");
        }

        // That none of 90 or more is kept has a probability of 1e-27.
        long counted = Contentions("mutex", "one of two");
        Assert.NotEqual(0, counted);
        Assert.Equal(0, counted % 2);
    }

    private static void WaitAs(string work)
    {
        using (ProfileLabels.Push("rate", work))
        {
            WaitingThreads.Run("InLock", waiters: 3, TimeSpan.FromMilliseconds(1));
        }
    }

    private static long Contentions(string name, string work)
    {
        using MemoryStream stream = new();
        Profile.Lookup(name)!.WriteTo(stream);
        Proto.Profile profile = ProfileOracle.AssertValid(stream);
        return profile.Sample.Where(sample => ProfileOracle.Label(profile, sample, "rate") == work).Sum(sample => sample.Value[0]);
    }
}

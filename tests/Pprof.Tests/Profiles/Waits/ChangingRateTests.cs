using Pprof.Profiles.Waits;
using Xunit;

namespace Pprof.Tests.Profiles.Waits;

public sealed class ChangingRateTests
{
    [Fact]
    public void Events_from_before_a_change_have_the_rate_of_then()
    {
        WaitRate tens = WaitRate.ByFraction(10);
        WaitRate hundreds = WaitRate.ByFraction(100);
        ChangingRate rate = new();
        Assert.Same(WaitRate.Every, rate.At(5));

        rate.Change(tens, 1000);
        Assert.Same(WaitRate.Every, rate.At(999));
        Assert.Same(tens, rate.At(1000));

        rate.Change(hundreds, 2000);
        Assert.Same(tens, rate.At(1999));
        Assert.Same(hundreds, rate.At(2000));
        Assert.Same(hundreds, rate.Now);
    }
}

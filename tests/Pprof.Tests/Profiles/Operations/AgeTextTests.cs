using Pprof.Profiles.Operations;
using Xunit;

namespace Pprof.Tests.Profiles.Operations;

public sealed class AgeTextTests
{
    [Theory]
    [InlineData(0.5, "", "<1s")]
    [InlineData(1.5, "1 second", "1s+")]
    [InlineData(59.9, "59 seconds", "10s+")]
    [InlineData(119, "119 seconds", "1m+")]
    [InlineData(120, "2 minutes", "1m+")]
    [InlineData(7199, "119 minutes", "1h+")]
    [InlineData(7200, "2 hours", "1h+")]
    [InlineData(172_800, "2 days", "1d+")]
    public void Ages_are_whole_numbers_of_one_unit_and_labels_are_few(double seconds, string text, string label)
    {
        TimeSpan age = TimeSpan.FromSeconds(seconds);

        Assert.Equal((text, label), (Age.TextOf(age), Age.BucketOf(age)));
    }
}

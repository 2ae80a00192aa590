using Xunit;

namespace Pprof.Tests.PublicApi;

public sealed class CpuProfileOptionsTests
{
    [Fact]
    public void Defaults_are_100_Hz_and_the_best_engine()
    {
        CpuProfileOptions options = new();

        Assert.Equal(100, options.Frequency);
        Assert.Equal(CpuProfileEngine.Auto, options.Engine);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(1000)]
    public void Frequency_accepts_its_bounds_and_what_lies_between(int frequency) =>
        Assert.Equal(frequency, new CpuProfileOptions { Frequency = frequency }.Frequency);

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1001)]
    [InlineData(int.MinValue)]
    [InlineData(int.MaxValue)]
    public void Frequency_out_of_bounds_is_refused_with_the_bounds_and_changes_nothing(int frequency)
    {
        CpuProfileOptions options = new() { Frequency = 250 };

        var error = Assert.Throws<ArgumentOutOfRangeException>(() => options.Frequency = frequency);

        Assert.Contains("from 1 to 1000 Hz", error.Message, StringComparison.Ordinal);
        Assert.Equal(frequency, error.ActualValue);
        Assert.Equal(250, options.Frequency);
    }

    [Fact]
    public void Engine_that_does_not_exist_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new CpuProfileOptions { Engine = (CpuProfileEngine)17 });
}

using Pprof.Reporting;
using Xunit;

namespace Pprof.Tests.Reporting.Units;

/// <summary>Numbers as the pprof tool prints them, ties included: expected values are Go's.</summary>
public sealed class MeasureTests
{
    [Theory]
    [InlineData(0.125, 2, "0.12")]
    [InlineData(0.375, 2, "0.38")]
    [InlineData(2.625, 2, "2.62")]
    [InlineData(-0.125, 2, "-0.12")]
    [InlineData(0.25, 1, "0.2")]
    [InlineData(0.75, 1, "0.8")]
    [InlineData(1.005, 2, "1.00")]
    [InlineData(123456789.125, 2, "123456789.12")]
    public void Ties_go_to_the_even_digit(double value, int digits, string text) =>
        Assert.Equal(text, ExactText.Fixed(value, digits));

    [Theory]
    [InlineData(0, "0")]
    [InlineData(0.125, "0.12")]
    [InlineData(0.5, "0.5")]
    [InlineData(0.999, "1")]
    [InlineData(0.0625, "0.062")]
    [InlineData(0.033333, "0.033")]
    [InlineData(0.00012, "0.00012")]
    [InlineData(0.0000123, "1.2e-05")]
    [InlineData(0.00001, "1e-05")]
    public void Two_digits_are_those_of_C(double value, string text) => Assert.Equal(text, ExactText.TwoDigits(value));

    [Theory]
    [InlineData(1, 3, "33.33%")]
    [InlineData(-1, 3, "33.33%")]
    [InlineData(9996, 10000, "  100%")]
    [InlineData(1, 1000, "  0.1%")]
    [InlineData(1, 0, "    0%")]
    [InlineData(4, 1, "400.00%")]
    public void Shares_have_no_sign_and_two_digits_or_more(long value, long total, string text) =>
        Assert.Equal(text, Measure.Percent(value, total));
}

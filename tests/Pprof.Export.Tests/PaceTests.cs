using Pprof.Export.Collecting;
using Pprof.Tests.PublicApi;
using Xunit;

namespace Pprof.Export.Tests;

public sealed class PaceTests
{
    [Fact]
    public void Intervals_are_as_asked_for_a_tenth_more_or_less()
    {
        ExportPace pace = new(new PprofExportOptions { Interval = TimeSpan.FromSeconds(20) });

        Assert.All(Enumerable.Range(0, 100), _ => Assert.InRange(pace.After(TimeSpan.Zero).TotalSeconds, 18, 22));
        Assert.All(Enumerable.Range(0, 100), _ => Assert.InRange(pace.First().TotalSeconds, 10, 20));
    }

    // A twentieth of a processor: 3 seconds of work are paid for by a minute.
    [Fact]
    public void Profiles_that_take_long_to_make_come_less_often()
    {
        ExportPace pace = new(new PprofExportOptions { Interval = TimeSpan.FromSeconds(15), MaxLoad = 0.05 });

        Assert.Equal(60, pace.After(TimeSpan.FromSeconds(3)).TotalSeconds, 0.001);
    }

    [Fact]
    public void Public_surface_is_the_approved_one()
    {
        string approved = Path.Combine(AspNetCore.Tests.Clone.Root, "tests", "Pprof.Export.Tests", "PublicApi.approved.txt");
        string actual = PublicApiText.Of(typeof(PprofExporter).Assembly);
        if (!File.Exists(approved) || actual != File.ReadAllText(approved))
        {
            string received = Path.Combine(AppContext.BaseDirectory, "PublicApi.received.txt");
            File.WriteAllText(received, actual);
            Assert.Fail($"The public API changed. If that is intended: cp {received} {approved}\n{actual}");
        }
    }
}

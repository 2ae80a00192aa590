using Microsoft.Extensions.Time.Testing;
using Pprof.Export.Tests.Receivers;
using Pprof.TestSupport;
using Xunit;

namespace Pprof.Export.Tests;

/// <summary>What arrives is what happened: once, whatever happens on the way.</summary>
public sealed class ExportedDeltaTests
{
    private const int Exporters = 5;
    private const int Intervals = 10;

    // The server fails, the clock of the day is set forth and back, the export is stopped and started again. The truth
    // is the program's own count.
    [Fact]
    public async Task Fifty_intervals_add_up_to_the_whole_at_every_target()
    {
        await using Receiver receiver = await Receiver.StartAsync();
        int requests = 0;
        using TemporaryFolder folder = new();
        JumpingClock clock = new();
        int thrown = 0;
        for (int i = 0; i < Exporters; i++)
        {
            receiver.Refuse = _ => Task.FromResult<int?>(Interlocked.Increment(ref requests) % 4 == 0 ? 503 : null);
            await using Run run = await Run.StartAsync(options => Everywhere(options, receiver.Address, folder.PathOf()), clock);
            for (int interval = 0; interval < Intervals; interval++)
            {
                Thrower.Throw(3 + interval);
                thrown += 3 + interval;
                clock.Jump += TimeSpan.FromHours(interval % 3 == 0 ? -1 : 1);
                await run.PassAsync();
            }

            receiver.Refuse = _ => Task.FromResult<int?>(null);
            Thrower.Throw(7);
            thrown += 7;
            await run.Exporter.StopAsync(TestContext.Current.CancellationToken);
            Assert.Empty(receiver.Faults);
            AssertAllArrived(run.Statistics);
        }

        AssertTotals(receiver, folder, thrown);
    }

    private static void Everywhere(PprofExportOptions options, Uri address, string folder)
    {
        options.Profiles.Clear();
        options.Profiles.UnionWith(["cpu", "exceptions", "goroutine"]);
        options.Enable = ProfileKinds.Exceptions;
        options.ToFolder(folder).MaxAge = TimeSpan.FromDays(1000);
        options.ToPyroscope(address);
        options.ToPyroscopeIngest(address);
        options.ToCollector(address);
#pragma warning disable PPROF001 // In development, as the signal is.
        options.ToOtlp(address);
#pragma warning restore PPROF001
    }

    // The last of each is sent without a second attempt: the server accepts everything then.
    private static void AssertAllArrived(PprofExportStatistics statistics)
    {
        Assert.Equal((0, 0, 0), (statistics.Dropped, statistics.Rejected, statistics.Waiting));
        Assert.Equal(statistics.Made * 5, statistics.Sent);
        Assert.True(statistics.Retried > 0);
    }

    private static void AssertTotals(Receiver receiver, TemporaryFolder folder, int thrown)
    {
        ReceivedProfile[] files = [.. Directory.GetFiles(folder.PathOf()).Select(file => new ReceivedProfile("folder", "", ReceivedProfile.Read(File.ReadAllBytes(file))))];
        long cpu = files.Sum(file => file.Total("cpu"));
        Assert.True(cpu > 0);
        Assert.Equal(thrown, files.Sum(file => file.Total("exceptions", Thrower.Method)));
        Assert.All(Receiver.Routes, route =>
        {
            ReceivedProfile[] received = [.. receiver.Received.Where(profile => profile.Route == route)];
            Assert.Equal(files.Length, received.Length);
            Assert.Equal(thrown, received.Sum(profile => profile.Total("exceptions", Thrower.Method)));
            Assert.Equal(cpu, received.Sum(profile => profile.Total("cpu")));
        });
    }

    /// <summary>The clock of the day is set while time goes on.</summary>
    private sealed class JumpingClock() : FakeTimeProvider(DateTimeOffset.UtcNow)
    {
        public TimeSpan Jump { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Jump;

        public override long GetTimestamp() => (base.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks;
    }
}

using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Pprof.Export.Tests.Receivers;
using Pprof.TestSupport;
using Xunit;

namespace Pprof.Export.Tests;

/// <summary>Targets that do not answer, refuse, or take their time. The program must not notice.</summary>
public sealed class OutageTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Server_that_is_down_costs_the_oldest_profiles_and_gets_the_rest_when_it_is_back()
    {
        await using Receiver receiver = await Receiver.StartAsync();
        receiver.Refuse = _ => Task.FromResult<int?>(503);
        await using Run run = await Run.StartAsync(options =>
        {
            Only(options, "goroutine");
            options.MaxQueuedProfiles = 3;
            options.ToPyroscope(receiver.Address);
        });
        await run.UntilAsync("the first is under way", () => run.Statistics.Retried > 0);
        for (int i = 0; i < 8; i++)
        {
            await run.PassAsync();
        }

        // One is under way, three wait, the others are gone.
        PprofExportStatistics down = run.Statistics;
        Assert.Equal((0, 3), (down.Sent, down.Waiting));
        Assert.Equal(down.Made - 4, down.Dropped);
        Assert.Contains("503", down.LastError, StringComparison.Ordinal);

        receiver.Refuse = _ => Task.FromResult<int?>(null);
        await run.UntilAsync("what waited has arrived", () => run.Statistics.Sent >= 4);
        await run.Exporter.StopAsync(Cancel);
        Assert.Equal(run.Statistics.Made, run.Statistics.Sent + run.Statistics.Dropped);
        Assert.Equal(receiver.Received.Count, run.Statistics.Sent);
    }

    [Fact]
    public async Task Address_at_which_nobody_listens_is_told_once_and_hurts_nobody()
    {
        LogLines log = new();
        await using PprofExporter exporter = PprofExporter.Start(
            options =>
            {
                Only(options, "goroutine");
                options.Interval = TimeSpan.FromSeconds(1);
                options.ToPyroscope(new Uri("http://127.0.0.1:1"));
            }, log);
        await Patience.UntilAsync("it was tried again", () => exporter.Statistics.Retried > 1);

        Assert.Single(log.Lines, line => line.Contains("cannot be sent to http://127.0.0.1:1/push", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_refused_for_good_is_not_sent_again()
    {
        await using Receiver receiver = await Receiver.StartAsync();
        int requests = 0;
        receiver.Refuse = _ => Task.FromResult<int?>(Interlocked.Increment(ref requests) > 0 ? 413 : null);
        await using Run run = await Run.StartAsync(options =>
        {
            Only(options, "goroutine");
            options.ToCollector(receiver.Address);
        });
        await run.PassAsync();
        await run.Exporter.StopAsync(Cancel);

        Assert.Equal((0, 0), (run.Statistics.Retried, run.Statistics.Sent));
        Assert.Equal(run.Statistics.Made, run.Statistics.Rejected);
        Assert.Equal(run.Statistics.Made, requests);
        Assert.Contains("413", run.Statistics.LastError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_that_does_not_answer_holds_up_neither_the_end_nor_other_targets()
    {
        await using Receiver receiver = await Receiver.StartAsync();
        using TemporaryFolder folder = new();
        receiver.Refuse = async context =>
        {
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
            return 500;
        };
        await using Run run = await Run.StartAsync(options =>
        {
            Only(options, "goroutine");
            options.LastMoments = TimeSpan.FromSeconds(1);
            options.ToPyroscope(receiver.Address);
            options.ToFolder(folder.PathOf());
        });
        await run.PassAsync();
        await run.PassAsync();
        await Patience.UntilAsync("the folder has them", () => run.Statistics.Sent == run.Statistics.Made);
        await run.Exporter.StopAsync(Cancel);

        Assert.Equal(run.Statistics.Made, run.Statistics.Dropped);
        Assert.Equal(run.Statistics.Made, Directory.GetFiles(folder.PathOf()).Length);
    }

    [Fact]
    public async Task Host_starts_exports_and_stops_with_the_last_part_sent()
    {
        await using Receiver receiver = await Receiver.StartAsync();
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddPprofExport(options =>
        {
            Only(options, "exceptions");
            options.Enable = ProfileKinds.Exceptions;
            options.LastMoments = Patience.Limit;
            options.ToPyroscope(receiver.Address);
        });
        using IHost host = builder.Build();
        await host.StartAsync(Cancel);
        ExportService service = host.Services.GetServices<IHostedService>().OfType<ExportService>().Single();
        await service.Exporter!.Begun;
        Thrower.Throw(11);
        await host.StopAsync(Cancel);

        Assert.Equal(11, receiver.Received.Sum(profile => profile.Total("exceptions", Thrower.Method)));
    }

    [Fact]
    public async Task Wrong_settings_do_not_keep_a_host_from_starting()
    {
        LogLines log = new();
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.AddProvider(log);
        builder.Services.AddPprofExport(options => options.MaxLoad = 0);
        using IHost host = builder.Build();
        await host.StartAsync(Cancel);
        await host.StopAsync(Cancel);

        Assert.Contains(log.Lines, line => line.Contains("not exported", StringComparison.Ordinal));
    }

    private static void Only(PprofExportOptions options, string profile)
    {
        options.Profiles.Clear();
        options.Profiles.Add(profile);
    }

    private sealed class LogLines : ILogger, ILoggerProvider
    {
        private readonly ConcurrentQueue<string> _lines = new();

        public IReadOnlyCollection<string> Lines => _lines;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _lines.Enqueue(formatter(state, exception));

        public ILogger CreateLogger(string categoryName) => this;

        public void Dispose()
        {
        }
    }
}

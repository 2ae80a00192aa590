using Microsoft.Extensions.Time.Testing;
using Pprof.TestSupport;

namespace Pprof.Export.Tests;

/// <summary>An export whose time the test makes pass.</summary>
internal sealed class Run : IAsyncDisposable
{
    private Run(PprofExporter exporter, FakeTimeProvider clock) => (Exporter, Clock) = (exporter, clock);

    public PprofExporter Exporter { get; }

    public FakeTimeProvider Clock { get; }

    public PprofExportStatistics Statistics => Exporter.Statistics;

    public static async Task<Run> StartAsync(Action<PprofExportOptions> configure, FakeTimeProvider? clock = null)
    {
        clock ??= new FakeTimeProvider(DateTimeOffset.UtcNow);
        PprofExportOptions options = new() { ApplicationName = "shop", Clock = clock, LastMoments = Patience.Limit, Timeout = Patience.Limit };
        configure(options);
        PprofExporter exporter = PprofExporter.Run(options);
        await exporter.Begun;
        return new Run(exporter, clock);
    }

    /// <summary>Lets time pass until there are profiles of one more interval.</summary>
    public async Task PassAsync()
    {
        long before = Statistics.Made;
        await UntilAsync("profiles are made", () => Statistics.Made > before);
    }

    public Task UntilAsync(string what, Func<bool> condition) => Patience.UntilAsync(what, () =>
    {
        bool holds = condition();
        Clock.Advance(holds ? TimeSpan.Zero : TimeSpan.FromSeconds(2));
        return holds;
    });

    public async ValueTask DisposeAsync() => await Exporter.DisposeAsync();
}

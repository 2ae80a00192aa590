using Microsoft.Extensions.Logging;
using Pprof.Export.Collecting;
using Pprof.Export.Delivery;

namespace Pprof.Export;

/// <summary>
/// Exports profiles of this process until it is stopped, for programs without a generic host; with one, see
/// <c>services.AddPprofExport()</c>. Nothing is thrown into the program after <see cref="Start"/>. Any thread.
/// </summary>
/// <example>
/// <code>
/// await using PprofExporter exporter = PprofExporter.Start(options =>
/// {
///     options.ApplicationName = "shop";
///     options.Enable = ProfileKinds.Heap | ProfileKinds.Exceptions;
///     options.ToPyroscope(new Uri("http://pyroscope:4040"));
/// });
/// </code>
/// </example>
public sealed class PprofExporter : IAsyncDisposable
{
    private readonly PprofExportOptions _options;
    private readonly ExportCounts _counts = new();
    private readonly ExportLog _log;
    private readonly ProfileMaker _maker;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<TargetDelivery> _deliveries;
    private readonly Task _running;
    private Task? _ending;

    private PprofExporter(PprofExportOptions options, ILogger? log)
    {
        _options = options;
        _log = new ExportLog(log, _counts);
        _maker = new ProfileMaker(options, _log.Problem);
        _deliveries = [.. options.Targets.Select(target => new TargetDelivery(target(), options, _counts, _log))];
        if (_deliveries.Count == 0)
        {
            _log.Problem("Profiles are exported to nowhere: call ToPyroscope, ToCollector or ToFolder of PprofExportOptions.");
        }

        _running = Task.Run(RunAsync);
    }

    /// <summary>From here on everything that happens is in some interval.</summary>
    internal Task Begun => _begun.Task;

    /// <summary>What it has done up to now.</summary>
    public PprofExportStatistics Statistics => _counts.Read();

    /// <summary>Starts to export. Returns at once: what the first interval needs is begun on the thread pool.</summary>
    /// <param name="configure">Says where to, and changes the defaults.</param>
    /// <param name="log">Told when a target does not answer, and when it does again; null for none.</param>
    /// <exception cref="ArgumentNullException"><paramref name="configure"/> is null.</exception>
    public static PprofExporter Start(Action<PprofExportOptions> configure, ILogger? log = null)
    {
        ArgumentNullException.ThrowIfNull(configure);
        PprofExportOptions options = new();
        configure(options);
        return Run(options, log);
    }

    internal static PprofExporter Run(PprofExportOptions options, ILogger? log = null) => new(options, log);

    /// <summary>
    /// Ends the export: what was recorded since the last one is sent, too. Takes two seconds at most; what has not
    /// arrived by then is dropped and
    /// counted. Never throws.
    /// </summary>
    /// <param name="cancellationToken">Ends it sooner.</param>
    public Task StopAsync(CancellationToken cancellationToken = default)
    {
        lock (_deliveries)
        {
            return _ending ??= Task.Run(() => EndAsync(cancellationToken), CancellationToken.None);
        }
    }

    /// <summary>As <see cref="StopAsync"/>.</summary>
    public ValueTask DisposeAsync() => new(StopAsync());

    private async Task RunAsync()
    {
        _maker.Begin();
        _begun.SetResult();
        ExportPace pace = new(_options);
        TimeSpan pause = pace.First();
        while (await PauseAsync(pause).ConfigureAwait(false))
        {
            pause = pace.After(Export(isLast: false));
        }
    }

    private TimeSpan Export(bool isLast)
    {
        long start = TimeProvider.System.GetTimestamp();
        IReadOnlyList<ExportedProfile> profiles = _maker.Take(isLast);
        foreach (TargetDelivery delivery in _deliveries)
        {
            foreach (ExportedProfile profile in profiles)
            {
                delivery.Add(profile);
            }
        }

        _counts.AddMade(profiles.Count);
        return TimeProvider.System.GetElapsedTime(start);
    }

    private async Task<bool> PauseAsync(TimeSpan time)
    {
        try
        {
            await Task.Delay(time, _options.Clock, _stop.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task EndAsync(CancellationToken cancellationToken)
    {
        Task deadline = Task.Delay(_options.LastMoments, cancellationToken);
        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
        _ = Export(isLast: true);
        await Task.WhenAll(_deliveries.Select(delivery => delivery.EndAsync(deadline))).ConfigureAwait(false);
        foreach (TargetDelivery delivery in _deliveries)
        {
            delivery.Dispose();
        }

        _maker.Dispose();
        _stop.Dispose();
    }
}

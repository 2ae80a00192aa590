using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Pprof.Export;

/// <summary>Lives as long as the host, and never keeps it from starting or stopping.</summary>
internal sealed class ExportService(IOptions<PprofExportOptions> options, ILogger<PprofExporter> log) : IHostedService
{
    private static readonly Action<ILogger, Exception?> s_notStarted = LoggerMessage.Define(
        LogLevel.Error, new EventId(4, "PprofExportNotStarted"), "Profiles are not exported: their settings are wrong.");

    /// <summary>Null before the start, and when the settings are wrong.</summary>
    public PprofExporter? Exporter { get; private set; }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            Exporter = PprofExporter.Run(options.Value, log);
        }
        catch (Exception failure)
        {
            s_notStarted(log, failure);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Exporter?.StopAsync(cancellationToken) ?? Task.CompletedTask;
}

using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Pprof.Export;

// Where users of the generic host look for it.
namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the export of profiles.</summary>
public static class PprofExportServiceCollectionExtensions
{
    /// <summary>
    /// Exports profiles of this process for as long as the host runs. The host starts without waiting for it, and stops
    /// within two seconds of it.
    /// </summary>
    /// <param name="services">Of the application.</param>
    /// <param name="configure">Says where to, and changes the defaults; may be called several times.</param>
    /// <returns><paramref name="services"/>.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> or <paramref name="configure"/> is
    /// null.</exception>
    public static IServiceCollection AddPprofExport(this IServiceCollection services, Action<PprofExportOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.AddOptions<PprofExportOptions>().Configure(configure);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, ExportService>());
        return services;
    }
}

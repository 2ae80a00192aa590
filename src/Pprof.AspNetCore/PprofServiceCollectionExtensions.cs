using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Pprof.AspNetCore;
using Pprof.AspNetCore.Endpoints;
using Pprof.AspNetCore.Labels;
using Microsoft.Extensions.Options;
using Pprof.AspNetCore.Limits;
using Pprof.AspNetCore.Recordings;
using Pprof.AspNetCore.Triage;

// Where users of ASP.NET Core look for it.
namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers what <c>MapPprof</c> needs.</summary>
public static class PprofServiceCollectionExtensions
{
    /// <summary>Adds the services of the endpoints <c>/debug/pprof</c>. Maps nothing by itself: see <c>MapPprof</c>.</summary>
    /// <param name="services">Of the application.</param>
    /// <param name="configure">Changes the defaults; may be called several times.</param>
    /// <returns><paramref name="services"/>.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> is null.</exception>
    public static IServiceCollection AddPprof(this IServiceCollection services, Action<PprofOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptions<PprofOptions>();
        services.TryAddSingleton<WorkLimits>();
        services.TryAddSingleton(provider => new RecentRecordings(TimeProvider.System, provider.GetRequiredService<IOptions<PprofOptions>>().Value.KeptRecordings));
        services.TryAddSingleton<ProcessLooks>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IStartupFilter, LabelStartupFilter>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IStartupFilter, MappingStartupFilter>());
        return configure is null ? services : services.Configure(configure);
    }
}

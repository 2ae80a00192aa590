using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Pprof.AspNetCore.Endpoints;

/// <summary>
/// Stops the start of a server that has one path of <c>MapPprof</c> twice. Routing would find that out at the first request
/// only, and answer each with 500. The same path for different hosts is fine: routing tells them apart.
/// </summary>
internal sealed class MappingStartupFilter : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        next(app);
        foreach (EndpointDataSource source in app.ApplicationServices.GetServices<EndpointDataSource>())
        {
            EnsureOnce(source.Endpoints.OfType<RouteEndpoint>().Where(IsOurs));
        }
    };

    private static bool IsOurs(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<PprofEndpoint>() is not null;

    private static void EnsureOnce(IEnumerable<RouteEndpoint> endpoints)
    {
        IGrouping<string, RouteEndpoint>? twice = endpoints.GroupBy(Key, StringComparer.OrdinalIgnoreCase).FirstOrDefault(same => same.Count() > 1);
        if (twice is not null)
        {
            throw new InvalidOperationException(
                $"MapPprof was called twice for the path /{twice.First().RoutePattern.RawText?.Trim('/')}. "
                + "Call it once, or give one of them another prefix: app.MapPprof(\"/debug/pprof2\").");
        }
    }

    private static string Key(RouteEndpoint endpoint)
    {
        IEnumerable<string> hosts = endpoint.Metadata.GetMetadata<IHostMetadata>()?.Hosts ?? [];
        return $"{endpoint.RoutePattern.RawText?.Trim('/')} {string.Join(' ', hosts.Order(StringComparer.OrdinalIgnoreCase))}";
    }
}

using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Pprof;
using Pprof.AspNetCore;
using Pprof.AspNetCore.Endpoints;
using Pprof.AspNetCore.Limits;

// Where users of ASP.NET Core look for it.
namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the endpoints <c>/debug/pprof</c>.</summary>
public static class PprofEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Maps what Go's <c>net/http/pprof</c> serves, under the same paths and parameters: an index page, <c>profile</c>, <c>trace</c>,
    /// <c>cmdline</c>, <c>symbol</c> and every registered profile by its name. Only connections from this machine are answered, unless the returned
    /// builder is given <c>RequireAuthorization()</c> or <c>RequireHost(...)</c>, or <see cref="PprofOptions.AllowRemote"/> is set.
    /// </summary>
    /// <param name="endpoints">Of the application; <c>AddPprof</c> must have been called on its services.</param>
    /// <param name="prefix">Path that all of them begin with.</param>
    /// <returns>For conventions on all of these endpoints.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="endpoints"/> or <paramref name="prefix"/> is null.</exception>
    /// <exception cref="InvalidOperationException">
    /// <c>AddPprof</c> was not called. Mapping one prefix twice for the same hosts throws it when the server starts.
    /// </exception>
    public static IEndpointConventionBuilder MapPprof(this IEndpointRouteBuilder endpoints, string prefix = "/debug/pprof")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(prefix);
        EnsureAdded(endpoints.ServiceProvider);
        Profiling.Enable(endpoints.ServiceProvider.GetRequiredService<IOptions<PprofOptions>>().Value.Enable);
        RouteGroupBuilder group = endpoints.MapGroup(prefix);
        foreach (PprofEndpoint endpoint in PprofEndpoint.All)
        {
            group.Map(endpoint.Pattern, endpoint.HandleAsync).WithDisplayName($"pprof {endpoint.Pattern}").WithMetadata(endpoint);
        }

        // Recordings last as long as they were asked for, whatever the server's rule for other requests; and they are nobody's API.
        return group.DisableRequestTimeout().ExcludeFromDescription();
    }

    private static void EnsureAdded(IServiceProvider services)
    {
        if (services.GetService<WorkLimits>() is null)
        {
            throw new InvalidOperationException("MapPprof needs its services. Call builder.Services.AddPprof() before the application is built.");
        }
    }
}

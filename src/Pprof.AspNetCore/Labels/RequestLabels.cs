using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Pprof.AspNetCore.Labels;

/// <summary>
/// Labels the work of a request with its route and method from the moment routing has found them. This runs before routing, which may stand anywhere in
/// the application or be added by the framework, so it leaves a feature behind that routing tells its result to.
/// </summary>
internal static class RequestLabels
{
    private static readonly Action<ILogger, string?, Exception?> s_warn = LoggerMessage.Define<string?>(
        LogLevel.Warning,
        new EventId(2, "PprofNoRouteLabels"),
        "PprofOptions.LabelRequests is on, but {Path} was routed without an endpoint (UseMvc, UseRouter), so its work has no label route. "
        + "Use endpoint routing: app.MapControllers(), without EnableEndpointRouting = false.");

    private static int s_warned;

    // Asynchronous for a reason: what is put in force inside ends here, and does not reach the connection's next request.
    public static async Task HandleAsync(HttpContext context, RequestDelegate next)
    {
        context.Features.Set<IEndpointFeature>(new LabelingEndpoint(context.Request.Method) { Endpoint = context.GetEndpoint() });
        await next(context);
        WarnOfOldRouting(context);
    }

    // UseMvc and UseRouter choose a handler without an endpoint: there is nothing that could be told to anybody.
    private static void WarnOfOldRouting(HttpContext context)
    {
        if (context.GetEndpoint() is null
            && context.Features.Get<IRoutingFeature>()?.RouteData?.Routers.Count > 0
            && Interlocked.Exchange(ref s_warned, 1) == 0
            && context.RequestServices.GetService<ILoggerFactory>()?.CreateLogger("Pprof.AspNetCore") is { } log)
        {
            s_warn(log, context.Request.Path, null);
        }
    }
}

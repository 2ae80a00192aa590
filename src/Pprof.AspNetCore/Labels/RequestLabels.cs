using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Pprof.AspNetCore.Labels;

/// <summary>
/// Labels the work of a request with its route and method from the moment routing has found them. This runs before routing, which may stand anywhere in
/// the application or be added by the framework, so it leaves a feature behind that routing tells its result to.
/// </summary>
internal static class RequestLabels
{
    // Asynchronous for a reason: what is put in force inside ends here, and does not reach the connection's next request.
    public static async Task HandleAsync(HttpContext context, RequestDelegate next)
    {
        context.Features.Set<IEndpointFeature>(new LabelingEndpoint(context.Request.Method) { Endpoint = context.GetEndpoint() });
        await next(context);
    }
}

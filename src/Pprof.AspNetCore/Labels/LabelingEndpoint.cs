using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace Pprof.AspNetCore.Labels;

/// <summary>
/// Where routing puts the endpoint that it found. It does so in the flow that then handles the request, so labels put in force here are those of
/// everything that follows. One request; one thread at a time.
/// </summary>
internal sealed class LabelingEndpoint(string method) : IEndpointFeature
{
    private IDisposable? _labels;

    public Endpoint? Endpoint
    {
        get;
        set
        {
            if (ReferenceEquals(field, value))
            {
                return;
            }

            field = value;

            // The endpoint of an error page takes the place of the one that failed.
            _labels?.Dispose();
            _labels = value is RouteEndpoint { RoutePattern: { RawText: not null } route } ? ProfileLabels.Push(new("route", RouteName.Of(route)), new("method", Known(method))) : null;
        }
    }

    // Clients may send any word. A label with as many values as they can think of would make as many samples.
    private static string Known(string method) =>
        HttpMethods.IsGet(method) || HttpMethods.IsPost(method) || HttpMethods.IsPut(method) || HttpMethods.IsDelete(method)
        || HttpMethods.IsPatch(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method)
            ? HttpMethods.GetCanonicalizedValue(method)
            : "other";
}

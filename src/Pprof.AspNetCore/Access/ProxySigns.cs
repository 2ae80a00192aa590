using Microsoft.AspNetCore.Http;

namespace Pprof.AspNetCore.Access;

/// <summary>
/// What a reverse proxy leaves in a request. A proxy on this machine makes every request of the world come from loopback, so one sign is enough.
/// </summary>
internal static class ProxySigns
{
    // Families: the usual headers, what ASP.NET Core's middleware leaves of them, and those of Cloudflare, Azure, Envoy, IIS, Fastly, Fly.io and App Engine.
    private static readonly string[] s_families =
        ["X-Forwarded", "X-Original-", "CF-", "X-Azure-", "X-Envoy-", "X-ARR-", "Fastly-", "Fly-", "X-Appengine-"];

    private static readonly HashSet<string> s_names = new(StringComparer.OrdinalIgnoreCase)
    {
        "Forwarded", "Forwarded-For", "Via", "CDN-Loop",
        "Client-IP", "True-Client-IP", "X-Client-IP", "X-Cluster-Client-IP", "X-Real-IP", "X-Real-Port",
        "X-Remote-IP", "X-Remote-Addr", "X-Originating-IP", "X-ProxyUser-Ip", "X-SSL-Client-Cert",
        "Proxy-Client-IP", "WL-Proxy-Client-IP", "X-Amzn-Trace-Id", "X-Cloud-Trace-Context",
    };

    /// <summary>Null when there is none; else the reason to refuse, for the end of a sentence.</summary>
    public static string? Find(HttpRequest request)
    {
        if (request.Headers.Keys.FirstOrDefault(IsSign) is { } name)
        {
            return $"it carries the header {name}, so a proxy has passed it on for somebody else";
        }

        // nginx speaks it to its upstreams unless told otherwise, and adds no header. Clients of today do not.
        return HttpProtocol.IsHttp10(request.Protocol) || HttpProtocol.IsHttp09(request.Protocol)
            ? $"it came by {request.Protocol}, as a proxy without further settings (nginx) sends what it passes on; ask by HTTP/1.1"
            : null;
    }

    private static bool IsSign(string name) =>
        s_names.Contains(name) || s_families.Any(family => name.StartsWith(family, StringComparison.OrdinalIgnoreCase));
}

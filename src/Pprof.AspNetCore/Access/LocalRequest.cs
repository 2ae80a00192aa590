using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Pprof.AspNetCore.Access;

/// <summary>Whether a request was made by a program on this machine, on its own behalf.</summary>
internal static class LocalRequest
{
    // Whatever a proxy adds, and what the middleware of ASP.NET Core leaves of it. A proxy on this machine makes every request of the world come from here.
    private static readonly string[] s_signsOfProxies =
    [
        "Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Original-For", "X-Original-Host", "X-Original-Proto", "X-Real-IP", "Via",
    ];

    /// <summary>Null when it is; else the reason, for the end of a sentence.</summary>
    /// <param name="context">Of the request.</param>
    /// <param name="mayBeLinkedTo">Whether a browser's user may come by a link on another site's page.</param>
    public static string? WhyNot(HttpContext context, bool mayBeLinkedTo) =>
        WhyNotPeer(PeerAddresses.Of(context))
        ?? WhyNotDirect(context.Request.Headers)
        ?? WhyNotHost(context.Request.Host.Host)
        ?? (mayBeLinkedTo && IsNavigation(context.Request.Headers) ? null : WhyNotSite(context.Request.Headers["Sec-Fetch-Site"]));

    // The whole window goes there: not a frame, a picture or a script in somebody else's page.
    private static bool IsNavigation(IHeaderDictionary headers) =>
        headers["Sec-Fetch-Mode"] is ["navigate"] && headers["Sec-Fetch-Dest"] is ["document"];

    private static string? WhyNotPeer(IReadOnlyList<IPAddress?> peers)
    {
        if (peers.Count == 0 || peers.Contains(null))
        {
            return "it came over a connection without an address (a Unix socket, a test server)";
        }

        return peers.FirstOrDefault(peer => !LocalName.IsLoopback(peer!)) is { } foreign ? $"it came from {foreign}, which is not this machine" : null;
    }

    private static string? WhyNotDirect(IHeaderDictionary headers) =>
        s_signsOfProxies.FirstOrDefault(name => !StringValues.IsNullOrEmpty(headers[name])) is { } sign
            ? $"it carries the header {sign}, so a proxy has passed it on for somebody else"
            : null;

    // A page of somebody else's site, whose name he lets point to 127.0.0.1, would read the answers in a browser on this machine. The name gives it away.
    private static string? WhyNotHost(string host) =>
        host.Length == 0
        || LocalName.Is(host)
        || host.Equals(Environment.MachineName, StringComparison.OrdinalIgnoreCase)
            ? null
            : "its Host header names neither localhost nor a loopback address";

    // A page of somebody else's site cannot read the answers, but it could ask, and keep the server busy. Browsers say on whose behalf they ask; other programs do not have the header.
    private static string? WhyNotSite(StringValues site) =>
        StringValues.IsNullOrEmpty(site) || site is ["none" or "same-origin"]
            ? null
            : $"a page of another site has asked for it (Sec-Fetch-Site: {site}); type the address into the browser instead of following a link to it";
}

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
    public static string? WhyNot(HttpContext context) =>
        WhyNotPeer(PeerAddresses.Of(context))
        ?? WhyNotDirect(context.Request.Headers)
        ?? WhyNotHost(context.Request.Host.Host);

    private static string? WhyNotPeer(IReadOnlyList<IPAddress?> peers)
    {
        if (peers.Count == 0 || peers.Contains(null))
        {
            return "it came over a connection without an address (a Unix socket, a test server)";
        }

        return peers.FirstOrDefault(peer => !IsLoopback(peer!)) is { } foreign ? $"it came from {foreign}, which is not this machine" : null;
    }

    private static string? WhyNotDirect(IHeaderDictionary headers) =>
        s_signsOfProxies.FirstOrDefault(name => !StringValues.IsNullOrEmpty(headers[name])) is { } sign
            ? $"it carries the header {sign}, so a proxy has passed it on for somebody else"
            : null;

    // A page of somebody else's site, whose name he lets point to 127.0.0.1, would read the answers in a browser on this machine. The name gives it away.
    private static string? WhyNotHost(string host) =>
        host.Length == 0
        || host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || host.Equals(Environment.MachineName, StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out IPAddress? address) && IsLoopback(address))
            ? null
            : "its Host header names neither localhost nor a loopback address";

    private static bool IsLoopback(IPAddress address) =>
        IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);
}

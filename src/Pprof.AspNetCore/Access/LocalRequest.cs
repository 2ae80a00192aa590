using System.Net;
using Microsoft.AspNetCore.Http;

namespace Pprof.AspNetCore.Access;

/// <summary>Whether a request was made by a program on this machine, on its own behalf.</summary>
internal static class LocalRequest
{
    /// <summary>Null when it is; else the reason, for the end of a sentence.</summary>
    /// <param name="context">Of the request.</param>
    /// <param name="mayBeLinkedTo">Whether a browser's user may come by a link on another site's page.</param>
    public static string? WhyNot(HttpContext context, bool mayBeLinkedTo) =>
        WhyNotPeer(PeerAddresses.Of(context))
        ?? ProxySigns.Find(context.Request)
        ?? WhyNotHost(context.Request.Host.Host)
        ?? ForeignSite.WhyRefused(context.Request, mayBeLinkedTo);

    private static string? WhyNotPeer(IReadOnlyList<IPAddress?> peers)
    {
        if (peers.Count == 0 || peers.Contains(null))
        {
            return "it came over a connection without an address (a Unix socket, a test server)";
        }

        return peers.FirstOrDefault(peer => !LocalName.IsLoopback(peer!)) is { } foreign ? $"it came from {foreign}, which is not this machine" : null;
    }

    // A page of somebody else's site, whose name he lets point to 127.0.0.1, would read the answers in a browser on this machine. The name gives it away.
    private static string? WhyNotHost(string host) =>
        host.Length == 0
        || LocalName.Is(host)
        || host.Equals(Environment.MachineName, StringComparison.OrdinalIgnoreCase)
            ? null
            : "its Host header names neither localhost nor a loopback address";
}

using System.Net;

namespace Pprof.AspNetCore.Access;

/// <summary>Names by which a machine calls itself, whichever it is.</summary>
internal static class LocalName
{
    /// <param name="host">Of a Host header or of a rule about it, without a port; an address of IPv6 in brackets.</param>
    public static bool Is(string host) =>
        host.TrimEnd('.') is var name
        && (name.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(name.Trim('[', ']'), out IPAddress? address) && IsLoopback(address)));

    public static bool IsLoopback(IPAddress address) =>
        IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);
}

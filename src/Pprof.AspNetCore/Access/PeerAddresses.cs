using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace Pprof.AspNetCore.Access;

/// <summary>
/// From where a request came: what the connection's socket says, and what the request says after middleware has been at it. Forwarded headers change the
/// second, in either direction; the first is the truth about who is connected. All of them have to be local.
/// </summary>
internal static class PeerAddresses
{
    /// <summary>Null stands for a peer that has no address, or none any more.</summary>
    public static IReadOnlyList<IPAddress?> Of(HttpContext context)
    {
        List<IPAddress?> addresses = [context.Connection.RemoteIpAddress];
        if (context.Features.Get<IConnectionSocketFeature>() is { } connection)
        {
            addresses.Add(AddressOf(connection.Socket));
        }

        if (context.Features.Get<IConnectionEndPointFeature>() is { RemoteEndPoint: { } end })
        {
            addresses.Add((end as IPEndPoint)?.Address);
        }

        return addresses;
    }

    private static IPAddress? AddressOf(Socket socket)
    {
        try
        {
            return (socket.RemoteEndPoint as IPEndPoint)?.Address;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return null;
        }
    }
}

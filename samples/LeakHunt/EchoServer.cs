using System.Net;
using System.Net.Sockets;

namespace LeakHunt;

/// <summary>Answers every connection of this machine with the bytes it sends.</summary>
internal sealed class EchoServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, port: 0);

    public IPEndPoint EndPoint => (IPEndPoint)_listener.LocalEndpoint;

    public static EchoServer Start()
    {
        EchoServer server = new();
        // Every client of the sample connects before the first is accepted, if it comes to that.
        server._listener.Start(backlog: 256);
        _ = server.AcceptAsync();
        return server;
    }

    public void Dispose() => _listener.Stop();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = EchoAsync(await _listener.AcceptTcpClientAsync());
            }
        }
        catch (SocketException)
        {
            // Stopped.
        }
    }

    private static async Task EchoAsync(TcpClient client)
    {
        using (client)
        {
            await client.GetStream().CopyToAsync(client.GetStream());
        }
    }
}

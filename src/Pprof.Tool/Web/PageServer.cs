using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Pprof.Tool.Web;

/// <summary>
/// Serves one page. Unless another host was named, to this machine only, and only to requests for its own name: a page
/// of somebody else cannot read it.
/// </summary>
internal sealed class PageServer : IDisposable
{
    private const int Tries = 20;
    private readonly HttpListener _listener;
    private readonly byte[] _html;

    private PageServer(HttpListener listener, byte[] html, string address)
    {
        _listener = listener;
        _html = html;
        Address = address;
    }

    public string Address { get; }

    /// <param name="listen"><c>host:port</c>; either may be missing.</param>
    /// <param name="html">The page.</param>
    /// <exception cref="ToolException">The address is none, or is taken.</exception>
    public static PageServer Start(string listen, byte[] html)
    {
        int colon = listen.LastIndexOf(':');
        string host = colon < 0 ? listen : listen[..colon];
        string port = colon < 0 ? "" : listen[(colon + 1)..];
        host = host.Length == 0 ? "localhost" : host is "0.0.0.0" or "[::]" ? "+" : host;
        if (port.Length > 0 && !ushort.TryParse(port, CultureInfo.InvariantCulture, out _))
        {
            throw new ToolException(
                $"'{listen}' is no address. Write --http=:8080, or --http=: for a free port.", ExitCode.Usage);
        }

        return port is "" or "0" ? StartAtFreePort(host, html)
            : Listen(host, ushort.Parse(port, CultureInfo.InvariantCulture), html);
    }

    /// <summary>Until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using CancellationTokenRegistration registration = cancellationToken.Register(_listener.Stop);
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await AnswerAsync(await _listener.GetContextAsync());
            }
            catch (Exception e) when (
                e is HttpListenerException or ObjectDisposedException or InvalidOperationException or IOException)
            {
                // The browser went away, or we are ending.
            }
        }
    }

    public void Dispose() => _listener.Close();

    private async Task AnswerAsync(HttpListenerContext context)
    {
        using HttpListenerResponse response = context.Response;
        if (context.Request.Url?.AbsolutePath != "/")
        {
            response.StatusCode = (int)HttpStatusCode.NotFound;
            return;
        }

        response.ContentType = "text/html; charset=utf-8";
        response.Headers["Content-Security-Policy"] = ProfilePage.ContentSecurityPolicy;
        response.Headers["X-Content-Type-Options"] = "nosniff";
        response.ContentLength64 = _html.Length;
        await response.OutputStream.WriteAsync(_html);
    }

    // The listener cannot choose a port itself; between our look and its start another may take it.
    private static PageServer StartAtFreePort(string host, byte[] html)
    {
        for (int i = 0; ; i++)
        {
            try
            {
                return Listen(host, FreePort(), html);
            }
            catch (ToolException) when (i < Tries)
            {
            }
        }
    }

    private static int FreePort()
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    private static PageServer Listen(string host, int port, byte[] html)
    {
        HttpListener listener = new();
        try
        {
            listener.Prefixes.Add($"http://{host}:{port}/");
            listener.Start();
            return new PageServer(listener, html, $"http://{(host == "+" ? "localhost" : host)}:{port}/");
        }
        catch (Exception e) when (e is HttpListenerException or ArgumentException)
        {
            listener.Close();
            throw new ToolException($"The address {host}:{port} cannot be served at: {e.Message}. Name another with --http=:PORT, or --http=: for a free port.");
        }
    }
}

using System.Net;
using Pprof.Format;
using Pprof.TestSupport;
using Xunit;

namespace Pprof.Tool.Tests.Record;

/// <summary>Servers that serve profiles, asked by address.</summary>
public sealed class UrlTests
{
    [Fact]
    public async Task Every_kind_is_asked_for_at_its_path_with_the_headers_that_were_named()
    {
        using TemporaryFolder folder = new();
        using Server server = new(Profile());

        ToolResult run = await Task.Run(() => ToolRun.Run("record", $"{server.Address}debug/pprof/", "cpu", "heap", "goroutine", "--seconds", "2", "--hz", "50", "-H", "Authorization: Bearer x", "-o", folder.PathOf()));

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(
            ["/debug/pprof/goroutine", "/debug/pprof/heap?seconds=2", "/debug/pprof/profile?seconds=2&hz=50"],
            server.Asked.Select(asked => asked.Path).Order());
        Assert.All(server.Asked, asked => Assert.Equal("Bearer x", asked.Authorization));
        Assert.Equal(Profile(), File.ReadAllBytes(folder.PathOf("heap.pb.gz")));
    }

    [Fact]
    public async Task Kind_at_the_end_of_the_address_is_the_kind()
    {
        using TemporaryFolder folder = new();
        using Server server = new(Profile());

        ToolResult run = await Task.Run(() => ToolRun.Run("record", $"{server.Address}debug/pprof/profile", "--seconds", "1", "-o", folder.PathOf("x.pb.gz")));

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal("/debug/pprof/profile?seconds=1", Assert.Single(server.Asked).Path);
    }

    [Fact]
    public void Server_that_is_not_there_is_named()
    {
        ToolResult run = ToolRun.Run("record", "http://127.0.0.1:1/debug/pprof/", "--seconds", "1", "-o", Path.Combine(Path.GetTempPath(), "never.pb.gz"));

        Assert.Equal((int)ExitCode.Failed, run.ExitCode);
        Assert.Contains("'http://127.0.0.1:1/debug/pprof/profile?seconds=1' does not answer", run.Error, StringComparison.Ordinal);
    }

    private static byte[] Profile()
    {
        using MemoryStream file = new();
        new ProfileData { SampleTypes = [new SampleType("cpu", "nanoseconds")] }.WriteTo(file);
        return file.ToArray();
    }

    /// <summary>Answers everything with the same bytes, and notes what was asked.</summary>
    private sealed class Server : IDisposable
    {
        private readonly HttpListener _listener = new();
        private readonly System.Collections.Concurrent.ConcurrentQueue<(string Path, string? Authorization)> _asked = [];

        public Server(byte[] answer)
        {
            Address = $"http://127.0.0.1:{FreePort()}/";
            _listener.Prefixes.Add(Address);
            _listener.Start();
            _ = AnswerAsync(answer);
        }

        public string Address { get; }

        public IReadOnlyCollection<(string Path, string? Authorization)> Asked => _asked;

        public void Dispose() => _listener.Close();

        private async Task AnswerAsync(byte[] answer)
        {
            while (_listener.IsListening)
            {
                HttpListenerContext context = await _listener.GetContextAsync();
                _asked.Enqueue((context.Request.RawUrl!, context.Request.Headers["Authorization"]));
                await context.Response.OutputStream.WriteAsync(answer);
                context.Response.Close();
            }
        }

        private static int FreePort()
        {
            using System.Net.Sockets.TcpListener listener = new(IPAddress.Loopback, 0);
            listener.Start();
            return ((IPEndPoint)listener.LocalEndpoint).Port;
        }
    }
}

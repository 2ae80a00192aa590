using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Pprof.TestSupport;
using Xunit;

namespace Pprof.AspNetCore.Tests;

/// <summary>The tour of <c>samples/WebApi</c>: its commands, one after the other, against the sample in a process of its own.</summary>
public sealed partial class TourTests
{
    [Fact]
    public async Task Commands_of_the_tour_show_what_it_says()
    {
        GoPprof.Require();
        ExternalTool.Require("curl", "apt-get install curl");
        ConsoleSession tour = new(await File.ReadAllTextAsync(Path.Combine(Clone.Root, "samples", "WebApi", "README.md"), TestContext.Current.CancellationToken));
        int port = FreePort();
        using Process server = Process.Start(new ProcessStartInfo("dotnet", [SampleFile(), "--urls", $"http://127.0.0.1:{port}"]) { RedirectStandardOutput = true })!;
        try
        {
            await ComesUpAsync(port);
            using TemporaryFolder folder = new();

            tour.Run(folder.PathOf(), script => script.Replace("localhost:5000", $"127.0.0.1:{port}", StringComparison.Ordinal), NameOfSample());
        }
        finally
        {
            server.Kill();
            await server.WaitForExitAsync(CancellationToken.None);
        }
    }

    private static string SampleFile() => AppContext.BaseDirectory.Replace("Pprof.AspNetCore.Tests", "WebApi", StringComparison.Ordinal) + "WebApi.dll";

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static Task ComesUpAsync(int port)
    {
        HttpClient client = new() { BaseAddress = new Uri($"http://127.0.0.1:{port}/debug/pprof/") };
        return Patience.UntilAsync("the sample answers", async () =>
        {
            try
            {
                return (await client.GetAsync("cmdline")).IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        });
    }

    [GeneratedRegex(@"WebApi\.[A-Za-z]+\.[A-Za-z]+|/(primes|report|orders)/\{[a-z:]+\}")]
    private static partial Regex NameOfSample();
}

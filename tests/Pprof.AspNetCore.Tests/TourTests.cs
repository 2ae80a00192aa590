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
    private const string Separator = "=== next step ===";
    private static readonly string s_readme = Path.Combine(Clone.Root, "samples", "WebApi", "README.md");

    [Fact]
    public async Task Commands_of_the_tour_show_what_it_says()
    {
        GoPprof.Require();
        ExternalTool.Require("curl", "apt-get install curl");
        string[] steps = [.. ConsoleBlock().Matches(await File.ReadAllTextAsync(s_readme, TestContext.Current.CancellationToken)).Select(match => match.Groups[1].Value)];
        int port = FreePort();
        using Process server = Process.Start(new ProcessStartInfo("dotnet", [SampleFile(), "--urls", $"http://127.0.0.1:{port}"]) { RedirectStandardOutput = true })!;
        try
        {
            await ComesUpAsync(port);
            using TemporaryFolder folder = new();
            ToolResult tour = ExternalTool.Run("bash", "-c", Script(steps, folder.PathOf(), port));

            Assert.True(tour.ExitCode == 0, tour.Output + tour.Error);
            string[] outputs = tour.Output.Split(Separator + "\n");
            Assert.All(steps.Zip(outputs), step => AssertShows(step.First, step.Second));
        }
        finally
        {
            server.Kill();
            await server.WaitForExitAsync(CancellationToken.None);
        }
    }

    // What a step leaves running in the background goes on, as in a terminal, and ends with the script.
    private static string Script(IEnumerable<string> steps, string folder, int port) => string.Join('\n', (string[])
    [
        "set -e", "trap 'kill $(jobs -p) 2>/dev/null' EXIT", $"cd '{folder}'",
        .. steps.SelectMany(step => (string[])[.. Lines(step).Where(IsCommand).Select(line => line[2..] + Pause(line)), $"echo '{Separator}'"]),
    ]).Replace("localhost:5000", $"127.0.0.1:{port}", StringComparison.Ordinal);

    // A reader takes some seconds for the next command; until then, what goes on in the background has begun.
    private static string Pause(string command) => command.Contains(" & done", StringComparison.Ordinal) || command.EndsWith('&') ? "\nsleep 3" : "";

    // Figures are of one machine; the sample's own methods are what a step is about, and routes.
    private static void AssertShows(string step, string output)
    {
        string said = string.Join('\n', Lines(step).Where(line => !IsCommand(line)));
        Assert.All(NameOfSample().Matches(said), name => Assert.Contains(name.Value, output, StringComparison.Ordinal));
    }

    private static string[] Lines(string step) => step.Split('\n');

    private static bool IsCommand(string line) => line.StartsWith("$ ", StringComparison.Ordinal);

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
        return Until.TrueAsync("the sample answers", async () =>
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

    [GeneratedRegex("```console\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex ConsoleBlock();

    [GeneratedRegex(@"WebApi\.[A-Za-z]+\.[A-Za-z]+|/(primes|report|orders)/\{[a-z:]+\}")]
    private static partial Regex NameOfSample();
}

using System.Text.RegularExpressions;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using Pprof.TestSupport;
using Pprof.Tool.Tests.Support;
using Xunit;

namespace Pprof.Tool.Tests.Mcp;

/// <summary>An assistant's way to the line, by the client of the protocol's own package, over the standard input and output.</summary>
public sealed partial class AssistantTests
{
    private static readonly string[] s_looking = ["difference", "list", "list_processes", "list_profiles", "peek", "report", "top"];
    private static readonly string[] s_entering = ["goroutine", "heap_growth", "latency", "record"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Tools_say_what_they_do_and_which_of_them_enter_a_process()
    {
        await using McpClient client = await StartAsync();

        IList<McpClientTool> tools = await client.ListToolsAsync(cancellationToken: Cancel);

        Assert.Equal(s_looking, tools.Where(tool => tool.ProtocolTool.Annotations?.ReadOnlyHint == true).Select(tool => tool.Name).Order());
        Assert.Equal(s_entering, tools.Where(tool => tool.ProtocolTool.Annotations?.ReadOnlyHint == false).Select(tool => tool.Name).Order());
        Assert.All(tools, tool => Assert.False(tool.ProtocolTool.Annotations?.DestructiveHint));
        Assert.All(tools, tool => Assert.NotEmpty(tool.Description));
        Assert.Contains("Begin with list_processes", client.ServerInstructions, StringComparison.Ordinal);
    }

    [Fact]
    public async Task From_the_list_of_processes_to_the_line_that_is_slow()
    {
        using Target target = Target.Start("loop");
        await using McpClient client = await StartAsync();

        Assert.Contains($"\"pid\": {target.Pid}", await CallAsync(client, "list_processes"), StringComparison.Ordinal);
        string recorded = await CallAsync(client, "record", ("target", $"{target.Pid}"), ("seconds", 2), ("windows", 0.5));
        string name = Name().Match(recorded).Groups[1].Value;

        Assert.Equal("cpu-1", name);
        Assert.Contains("Loop.Calculate` Loop.cs:", recorded, StringComparison.Ordinal);
        Assert.Contains("- cpu-1: ", await CallAsync(client, "list_profiles"), StringComparison.Ordinal);
        Assert.Contains("Loop.Calculate", await CallAsync(client, "report", ("profile", name)), StringComparison.Ordinal);
        Assert.Contains("Loop.Calculate", await CallAsync(client, "top", ("profile", name), ("focus", "program/"), ("tagFocus", "window=0s:1s"), ("count", 5)), StringComparison.Ordinal);
        Assert.Contains("Loop.Calculate", await CallAsync(client, "peek", ("profile", name), ("pattern", "-?Calculate")), StringComparison.Ordinal);
        Assert.Matches(@"(?m)^ +[\d.]+m?s +[\d.]+m?s +\d+: .*\S", await CallAsync(client, "list", ("profile", name), ("pattern", "Loop.Calculate")));
        Assert.Contains("changed most", await CallAsync(client, "difference", ("before", name), ("after", name)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_threads_do_what_they_wait_for_and_what_stays_in_memory()
    {
        using Target target = Target.Start("loop");
        await using McpClient client = await StartAsync();

        string threads = await CallAsync(client, "goroutine", ("target", $"{target.Pid}"));
        string growth = await CallAsync(client, "heap_growth", ("target", $"{target.Pid}"), ("seconds", 1));
        string waits = await CallAsync(client, "latency", ("target", $"{target.Pid}"), ("seconds", 1));

        Assert.Contains("Profile: goroutine", threads, StringComparison.Ordinal);
        Assert.Contains("shown: inuse", growth, StringComparison.Ordinal);
        Assert.Contains("Recorded as `block-3`", waits, StringComparison.Ordinal);
        Assert.Contains("Recorded as `mutex-4`", waits, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("record", "target", "4194305", "There is no process 4194305.")]
    [InlineData("record", "target", "--help", "'--help' is neither the number of a process nor an http address. list_processes names the processes.")]
    [InlineData("report", "profile", "cpu-7", "There is no profile 'cpu-7'.")]
    [InlineData("report", "profile", "--output=/tmp/x", "There is no profile '--output=/tmp/x'.")]
    [InlineData("report", "profile", "../../etc/passwd", "There is no profile '../../etc/passwd'.")]
    [InlineData("report", "profile", "/etc/passwd", "dotnet-pprof: ")]
    public async Task What_cannot_be_done_is_answered_with_the_tool_s_own_words(string tool, string argument, string value, string expected)
    {
        await using McpClient client = await StartAsync();

        CallToolResult result = await client.CallToolAsync(tool, new Dictionary<string, object?> { [argument] = value }, cancellationToken: Cancel);

        Assert.True(result.IsError);
        Assert.Contains(expected, TextOf(result), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Recordings_go_with_the_server_unless_they_have_a_folder()
    {
        using Target target = Target.Start("idle");
        using TemporaryFolder folder = new();
        await using (McpClient client = await StartAsync("--folder", folder.PathOf("kept")))
        {
            await CallAsync(client, "goroutine", ("target", $"{target.Pid}"));
        }

        Assert.Equal(["goroutine-1.pb.gz"], Directory.GetFiles(folder.PathOf("kept")).Select(Path.GetFileName));
    }

    private static Task<McpClient> StartAsync(params string[] arguments) => McpClient.CreateAsync(
        new StdioClientTransport(new StdioClientTransportOptions { Name = "dotnet-pprof", Command = "dotnet", Arguments = [ToolRun.Assembly, "mcp", .. arguments] }),
        cancellationToken: Cancel);

    private static async Task<string> CallAsync(McpClient client, string tool, params (string Name, object Value)[] arguments)
    {
        CallToolResult result = await client.CallToolAsync(tool, arguments.ToDictionary(one => one.Name, one => (object?)one.Value), cancellationToken: Cancel);
        Assert.True(result.IsError != true, TextOf(result));
        return TextOf(result);
    }

    private static string TextOf(CallToolResult result) => string.Concat(result.Content.OfType<TextContentBlock>().Select(block => block.Text));

    [GeneratedRegex("^Recorded as `([^`]+)`")]
    private static partial Regex Name();
}

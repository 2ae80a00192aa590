using System.CommandLine;

namespace Pprof.Tool.Commands;

/// <summary><c>dotnet pprof mcp</c>: lets an assistant record and look, by the Model Context Protocol over the standard input and output.</summary>
internal static class McpCommand
{
    public static Command Make()
    {
        Option<string?> folder = new("--folder")
            { Description = "Where recorded profiles stay; without, they go when the assistant does.", HelpName = "FOLDER" };
        Command command = new("mcp", "Lets an assistant record and look at profiles (Model Context Protocol, standard input and output).") { folder };
        command.SetAction((parsed, cancellation) => RunAsync(parsed.GetValue(folder), cancellation));
        return command;
    }

#if TOOL_BINARY
    // The protocol's package finds methods and their parameters at run time, which a trimmed program has lost.
    private static Task<int> RunAsync(string? folder, CancellationToken cancellationToken) => throw new ToolException(
        "This build of dotnet-pprof, one file without .NET, cannot serve an assistant. Install the tool (dotnet tool install dotnet-pprof) for mcp.", ExitCode.Usage);
#else
    private static async Task<int> RunAsync(string? folder, CancellationToken cancellationToken)
    {
        await Mcp.AssistantServer.RunAsync(folder, cancellationToken);
        return (int)ExitCode.Success;
    }
#endif
}

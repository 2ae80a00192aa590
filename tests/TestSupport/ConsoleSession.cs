using System.Text.RegularExpressions;
using Xunit;

namespace Pprof.TestSupport;

/// <summary>What a page shows of a terminal: its blocks with lines that begin with <c>$</c>, run one after the other in one shell, and held to what the page says that they print.</summary>
public sealed partial class ConsoleSession
{
    private const string Separator = "=== next block ===\n";
    private readonly string[] _blocks;

    /// <param name="markdown">Text of the page.</param>
    public ConsoleSession(string markdown) =>
        _blocks = [.. Block().Matches(markdown).Select(match => match.Groups[1].Value).Where(block => Lines(block).Any(IsCommand))];

    /// <summary>Fails when a command does, or when its block's output lacks a name that the page shows in it. Figures are of one machine.</summary>
    /// <param name="folder">Where the commands run.</param>
    /// <param name="change">What has other names here than for a reader.</param>
    /// <param name="names">Of what must be printed where the page prints it.</param>
    public void Run(string folder, Func<string, string> change, Regex names)
    {
        ArgumentNullException.ThrowIfNull(change);
        ArgumentNullException.ThrowIfNull(names);
        ToolResult result = ExternalTool.Run("bash", "-c", change(Script(folder)));
        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        string[] outputs = result.Output.Split(Separator);
        Assert.Equal(_blocks.Length + 1, outputs.Length);
        int compared = 0;
        foreach ((string block, string output) in _blocks.Zip(outputs))
        {
            string said = string.Join('\n', Lines(block).Where(line => !IsCommand(line)));
            Assert.All(names.Matches(said), name => Assert.Contains(name.Value, output, StringComparison.Ordinal));
            compared += names.Count(said);
        }

        Assert.True(compared > 0, "no output of the page has a name to look for");
    }

    // What a block leaves running in the background goes on, as in a terminal, and ends with the script.
    private string Script(string folder) => string.Join('\n', (string[])
    [
        "set -e", "trap 'kill $(jobs -p) 2>/dev/null || true' EXIT", $"cd '{folder}'",
        .. _blocks.SelectMany(block => (string[])[.. Lines(block).Where(IsCommand).Select(line => line[2..] + Pause(line)), $"printf '{Separator.TrimEnd('\n')}\\n'"]),
    ]);

    // A reader takes some seconds for the next command; until then, what goes on in the background has begun.
    private static string Pause(string command) => command.Contains(" & done", StringComparison.Ordinal) || command.EndsWith('&') ? "\nsleep 3" : "";

    private static string[] Lines(string block) => block.Split('\n');

    private static bool IsCommand(string line) => line.StartsWith("$ ", StringComparison.Ordinal);

    [GeneratedRegex("```[a-z]*\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();
}

using System.Globalization;
using Pprof.TestSupport;
using Pprof.Workloads.Heap;
using Xunit;

namespace Pprof.EndToEnd.Tests.Heap;

/// <summary>A program of tests/Pprof.Workloads that says <c>key value</c> in each line.</summary>
internal sealed class HeapWorkload
{
    private readonly Dictionary<string, string> _answers;

    private HeapWorkload(string output)
    {
        Output = output;
        _answers = output.Split('\n').Select(line => line.Split(' ', 2)).Where(words => words.Length == 2).ToDictionary(words => words[0], words => words[1]);
    }

    public string Output { get; }

    public string this[string key] => _answers.TryGetValue(key, out string? value) ? value : throw new KeyNotFoundException($"no '{key}' in:\n{Output}");

    public double Number(string key) => double.Parse(this[key], CultureInfo.InvariantCulture);

    public static HeapWorkload Run(params IEnumerable<string> arguments) => Run([], arguments);

    /// <summary>Fails when the program does, or writes an error.</summary>
    public static HeapWorkload Run(IEnumerable<KeyValuePair<string, string>> environment, params IEnumerable<string> arguments) =>
        Run(typeof(HeapLedger).Assembly.Location, environment, arguments);

    /// <summary>The same program in another folder.</summary>
    public static HeapWorkload RunCopy(string program, params IEnumerable<string> arguments) => Run(program, [], arguments);

    private static HeapWorkload Run(string program, IEnumerable<KeyValuePair<string, string>> environment, IEnumerable<string> arguments)
    {
        ToolResult result = ExternalTool.Run("dotnet", [program, .. arguments], environment);
        Assert.True(result.ExitCode == 0 && result.Error == "", $"exit code {result.ExitCode}\n{result.Output}{result.Error}");
        return new HeapWorkload(result.Output);
    }
}

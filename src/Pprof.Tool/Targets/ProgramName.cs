namespace Pprof.Tool.Targets;

/// <summary>What a person calls a program, from the words it was started with.</summary>
internal static class ProgramName
{
    // Options of the dotnet host that take a value (docs.microsoft.com/dotnet/core/tools/dotnet).
    private static readonly HashSet<string> s_withValue =
        ["--additionalprobingpath", "--additional-deps", "--depsfile", "--runtimeconfig", "--fx-version", "--roll-forward", "--roll-forward-on-no-candidate-fx"];

    public static string Of(IReadOnlyList<string> commandLine, string? executable, string threadName)
    {
        if (commandLine.Count == 0 || commandLine[0].Length == 0)
        {
            return threadName;
        }

        string host = Path.GetFileName(executable ?? commandLine[0]);
        return host is "dotnet" && AssemblyOf(commandLine) is { } assembly
            ? Path.GetFileNameWithoutExtension(assembly)
            : Path.GetFileName(executable?.Replace(" (deleted)", "", StringComparison.Ordinal) ?? commandLine[0]);
    }

    // dotnet [exec] [host options] app.dll: the first word that is no option.
    private static string? AssemblyOf(IReadOnlyList<string> words)
    {
        for (int i = 1; i < words.Count; i++)
        {
            if (s_withValue.Contains(words[i]))
            {
                i++;
            }
            else if (words[i] != "exec" && !words[i].StartsWith('-'))
            {
                return words[i].EndsWith(".dll", StringComparison.OrdinalIgnoreCase) || words[i].EndsWith(".exe", StringComparison.OrdinalIgnoreCase) ? words[i] : null;
            }
        }

        return null;
    }
}

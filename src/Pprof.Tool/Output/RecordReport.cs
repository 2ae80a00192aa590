using Pprof.Tool.Recording;

namespace Pprof.Tool.Output;

/// <summary>Says what was recorded: the table of a single profile, a line for each of several, and how to look further.</summary>
internal sealed class RecordReport(string target, TimeSpan taken, IReadOnlyList<RecordedProfile> profiles)
{
    /// <summary>Success when everything is there.</summary>
    public ExitCode ExitCode => profiles.All(profile => profile.Failure is null) ? ExitCode.Success : ExitCode.Failed;

    public void WriteJson() => Console.Out.WriteLine(ToolJson.Text(new RecordAnswer(target, Math.Round(taken.TotalSeconds, 3), profiles)));

    public void WriteText(int rows)
    {
        foreach (RecordedProfile profile in profiles)
        {
            Write(profile, profiles.Count == 1 ? rows : 0);
        }
    }

    private static void Write(RecordedProfile profile, int rows)
    {
        if (profile.Failure is { } failure)
        {
            Console.Error.WriteLine($"dotnet-pprof: no {profile.Kind}: {failure}");
            return;
        }

        if (profile.Kind == RecordKinds.Trace)
        {
            Console.Out.WriteLine($"{profile.Kind} is in {profile.Path} (PerfView and Visual Studio open it)");
            return;
        }

        using StringWriter table = new() { NewLine = "\n" };
        using FileStream file = File.OpenRead(profile.Path);
        ProfileReport.Read(file).WriteTo(table, rows);
        Console.Out.Write(rows > 0 ? $"{table}{profile.Kind} is in {profile.Path}; look further: dotnet pprof top {profile.Path}\n" : $"{Head(table)} is in {profile.Path}\n");
    }

    // "cpu: 1.26s in 5.15s" of "cpu: 1.26s in 5.15s, top 0 of 197 functions".
    private static string Head(StringWriter table)
    {
        string line = table.ToString().Split('\n')[0];
        int end = line.IndexOf(", top ", StringComparison.Ordinal);
        return end < 0 ? line : line[..end];
    }
}

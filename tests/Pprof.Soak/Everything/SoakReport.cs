using System.Globalization;
using BenchCommon;

namespace Pprof.Soak.Everything;

/// <summary>What the soak found, on the console and, where it is recorded, in its runtime's part of <c>bench/results/soak.md</c>.</summary>
internal sealed class SoakReport : IDisposable
{
    private const string FileName = "soak.md";

    private readonly List<string> _parts = [];
    private readonly bool _isRecorded;

    public SoakReport(TimeSpan duration, bool isRecorded)
    {
        _isRecorded = isRecorded;
        string command = string.Create(CultureInfo.InvariantCulture, $"dotnet run -c Release --project tests/Pprof.Soak -- all --seconds {duration.TotalSeconds:0}");
        Add($"{Heading}\n\n{Machine.Describe(command)}");
    }

    private static string Heading => $"# Everything at once on .NET {Environment.Version.Major}";

    public void Add(string part)
    {
        Console.WriteLine(part.TrimEnd('\n') + "\n");
        _parts.Add(part.TrimEnd('\n') + "\n");
    }

    /// <summary>Says what was found, and whether it is as it should be.</summary>
    public bool Check<T>(string what, T found, Func<T, bool> isRight)
    {
        bool isSound = isRight(found);
        Add(string.Create(CultureInfo.InvariantCulture, $"- {(isSound ? "as it should be" : "WRONG")}: {what}: {(found is "" ? "none" : found)}"));
        return isSound;
    }

    // The other runtimes' parts stay.
    public void Dispose()
    {
        if (!_isRecorded)
        {
            return;
        }

        string path = Path.Combine(ResultFile.RepositoryRoot(), "bench", "results", FileName);
        string[] old = File.Exists(path) ? File.ReadAllText(path).Split("\n# ").Select((part, index) => index == 0 ? part : "# " + part).ToArray() : [];
        IEnumerable<string> parts = old.Where(part => !part.StartsWith(Heading + "\n", StringComparison.Ordinal)).Append(string.Join('\n', _parts));
        File.WriteAllText(path, string.Join("\n", parts.Order(StringComparer.Ordinal).Select(part => part.TrimEnd('\n') + "\n")));
    }
}

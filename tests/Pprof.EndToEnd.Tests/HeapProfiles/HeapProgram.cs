using System.Globalization;
using System.Text.RegularExpressions;
using Pprof.TestSupport;
using Pprof.Workloads.HeapProfiles;
using Xunit;
using Proto = Pprof.TestSupport.Proto;

namespace Pprof.EndToEnd.Tests.HeapProfiles;

/// <summary>A program of its own that allocates a known amount; what it says was true, and the profiles it wrote.</summary>
internal sealed class HeapProgram : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("heap-program-");
    private readonly Dictionary<string, long> _truth;

    public HeapProgram(HeapLiveness liveness, string kind, int megabytes, int keepOneOf)
    {
        ToolResult result = ExternalTool.Run(
            "dotnet", typeof(HeapRun).Assembly.Location, "heap", $"{liveness}", kind, $"{megabytes}", $"{keepOneOf}", _folder.FullName);
        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        Assert.Equal("", result.Error);
        _truth = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' '))
            .ToDictionary(pair => pair[0], pair => long.Parse(pair[1], CultureInfo.InvariantCulture));
    }

    /// <summary>What the runtime counted.</summary>
    public long Allocated => _truth["allocated"];

    /// <summary>What the program kept.</summary>
    public long Kept => _truth["kept"];

    /// <summary>Samples behind the profile of what is kept: the first line of its text form has their numbers.</summary>
    public (long Live, long Allocated) Samples()
    {
        Match header = Regex.Match(File.ReadLines(PathOf("kept.txt")).First(), @"^heap profile: (\d+): \d+ \[(\d+): \d+\] @ heap/204800$");
        return (long.Parse(header.Groups[1].Value, CultureInfo.InvariantCulture), long.Parse(header.Groups[2].Value, CultureInfo.InvariantCulture));
    }

    public string PathOf(string file) => Path.Combine(_folder.FullName, file);

    public Proto.Profile Read(string file) => ProfileOracle.AssertValid(File.ReadAllBytes(PathOf(file)));

    /// <summary>Sum over samples that the program's allocator made itself: the list that it keeps them in is not among them.</summary>
    public static long OfAllocator(Proto.Profile profile, int value) =>
        profile.Sample.Where(sample => LeafOf(profile, sample).Contains("HeapProfiles.Allocator.", StringComparison.Ordinal)).Sum(sample => sample.Value[value]);

    /// <summary>Bytes ever allocated with this label.</summary>
    public static long AllocatedWith(Proto.Profile profile, string key, string value) =>
        profile.Sample.Where(sample => LabelOf(profile, sample, key) == value).Sum(sample => sample.Value[1]);

    /// <summary>Null when there is none.</summary>
    public static string? LabelOf(Proto.Profile profile, Proto.Sample sample, string key) =>
        sample.Label.FirstOrDefault(label => profile.StringTable[(int)label.Key] == key) is { } found ? profile.StringTable[(int)found.Str] : null;

    /// <summary>Name of the innermost method; empty when there is none.</summary>
    public static string LeafOf(Proto.Profile profile, Proto.Sample sample) => ProfileOracle.Names(profile, sample).FirstOrDefault("");

    public void Dispose() => _folder.Delete(recursive: true);
}

using System.ComponentModel;
using System.Globalization;
using ModelContextProtocol;
using Pprof.Tool.Recording;

namespace Pprof.Tool.Mcp;

/// <summary>What an assistant can ask for. Each is one or two command lines of this tool; the answer is the text that these print.</summary>
internal sealed class AssistantTools(ProfileShelf shelf)
{
    private const int MostCharacters = 24_000;
    private const string TargetText = "Number of a process (list_processes), or the http address that serves its profiles, such as http://host:5000/debug/pprof/";
    private const string ProfileText = "Name of a recorded profile (list_profiles), path of a file, or http address of a profile";

    [Description("Lists the .NET processes of this machine: number, name, runtime, and of each that cannot be profiled why not.")]
    public static Task<string> ListProcesses(CancellationToken cancellation) => RunAsync(["ps", "--json"], cancellation);

    [Description("Lists the kinds of profile that can be recorded, and the profiles that were recorded in this session.")]
    public string ListProfiles()
    {
        IEnumerable<string> kinds = Kinds.Select(kind => $"- {kind}: {RecordKinds.All[kind]}");
        string[] recorded = [.. shelf.All.Select(one => string.Create(CultureInfo.InvariantCulture, $"- {one.Name}: {one.File.Length} bytes, {one.File.LastWriteTimeUtc:u}, {one.File.FullName}"))];
        return $"Kinds that `record` takes:\n{string.Join('\n', kinds)}\n\nRecorded:\n{(recorded.Length == 0 ? "nothing yet" : string.Join('\n', recorded))}";
    }

    [Description("Records one kind of profile of a running program for some seconds, and answers with a short report of it and the profile's name for the "
        + "other tools. Enters the process for that time, and changes nothing in it.")]
    public Task<string> Record(
        [Description(TargetText)] string target,
        [Description("cpu, heap, allocs, goroutine, goroutineleak, block, mutex, latency, exceptions or threadcreate")] string kind = RecordKinds.Cpu,
        [Description("How long, 1 to 300 seconds")] int seconds = 10,
        [Description("Of cpu: windows of time of 0.1 to 1 second; 0 for none. tagFocus window=2s:5s then chooses a span")] double windows = 0,
        CancellationToken cancellation = default) => RecordAsync(target, [kind], seconds, windows, [], cancellation);

    [Description("The report of a profile: total, losses, the program's own lines that cost most, heaviest paths, functions with callers and callees, labels, "
        + "and what the figures cannot tell. Begin with this.")]
    public Task<string> Report(
        [Description(ProfileText)] string profile,
        [Description("The value to tell about, such as inuse_space or alloc_space; empty for the usual one")] string sampleIndex = "",
        [Description("6 KB instead of 24 KB")] bool isShort = false,
        CancellationToken cancellation = default) =>
        RunAsync(["md", shelf.SourceOf(profile), .. Given("--sample-index", sampleIndex), .. isShort ? ["--short"] : Array.Empty<string>()], cancellation);

    [Description("The functions that use the most: own value (flat), and with all they called (cum). Regular expressions choose stacks and frames.")]
    public Task<string> Top(
        [Description(ProfileText)] string profile,
        [Description("Sort by cum instead of flat")] bool byCum = false,
        [Description("How many functions")] int count = 30,
        [Description("Only stacks with a function, file or assembly that matches; program/ is the program's own code")] string focus = "",
        [Description("No stacks with a function that matches")] string ignore = "",
        [Description("Leave out frames that match: framework/ leaves the program's and packages'")] string hide = "",
        [Description("Only samples with this label: key=regex, or a range of numbers, window=2s:5s")] string tagFocus = "",
        [Description("The value, such as alloc_space")] string sampleIndex = "",
        CancellationToken cancellation = default) =>
        RunAsync(
            [
                "top", shelf.SourceOf(profile), string.Create(CultureInfo.InvariantCulture, $"--nodecount={count}"), .. byCum ? ["--cum"] : Array.Empty<string>(),
                .. Given("--focus", focus), .. Given("--ignore", ignore), .. Given("--hide", hide), .. Given("--tagfocus", tagFocus), .. Given("--sample-index", sampleIndex),
            ],
            cancellation);

    [Description("Who calls the functions that match, and what they call, with values.")]
    public Task<string> Peek(
        [Description(ProfileText)] string profile,
        [Description("Regular expression of function names")] string pattern,
        [Description("The value, such as alloc_space")] string sampleIndex = "",
        CancellationToken cancellation = default) => RunAsync(["peek", Pattern(pattern), shelf.SourceOf(profile), .. Given("--sample-index", sampleIndex)], cancellation);

    [Description("The source lines of the functions that match, with flat and cum beside each line.")]
    public Task<string> List(
        [Description(ProfileText)] string profile,
        [Description("Regular expression of function names")] string pattern,
        [Description("Folders where the sources are now, with a colon between them; empty for where they were built")] string sourcePath = "",
        [Description("The value, such as alloc_space")] string sampleIndex = "",
        CancellationToken cancellation = default) =>
        RunAsync(["list", Pattern(pattern), shelf.SourceOf(profile), .. Given("--source-path", sourcePath), .. Given("--sample-index", sampleIndex)], cancellation);

    [Description("What changed between two profiles of one kind, as a report: by line, path and function, with before and now.")]
    public Task<string> Difference(
        [Description(ProfileText + "; the earlier one")] string before,
        [Description(ProfileText + "; the later one")] string after,
        [Description("The value, such as inuse_space")] string sampleIndex = "",
        CancellationToken cancellation = default) =>
        RunAsync(["md", shelf.SourceOf(after), $"--diff-base={shelf.SourceOf(before)}", .. Given("--sample-index", sampleIndex)], cancellation);

    [Description("What every thread and async operation of a program is doing now, by stack. For hangs, deadlocks and starved pools.")]
    public Task<string> Goroutine([Description(TargetText)] string target, CancellationToken cancellation = default) =>
        RecordAsync(target, [RecordKinds.Goroutine], 1, 0, [], cancellation);

    [Description("Where a program waits instead of working: how long its threads waited, for what and in which line, and how much of it for locks.")]
    public Task<string> Latency([Description(TargetText)] string target, [Description("How long, 1 to 300 seconds")] int seconds = 10, CancellationToken cancellation = default) =>
        RecordAsync(target, ["block", "mutex"], seconds, 0, ["--sample-index=delay"], cancellation);

    [Description("What a program allocates in some seconds that is still alive after them: the lines a leak comes from. Give it seconds enough, and work meanwhile.")]
    public Task<string> HeapGrowth([Description(TargetText)] string target, [Description("How long, 1 to 300 seconds")] int seconds = 20, CancellationToken cancellation = default) =>
        RecordAsync(target, ["heap"], seconds, 0, ["--sample-index=inuse_space"], cancellation);

    // A trace is a file for other tools, in which nothing here could be looked up.
    private static IEnumerable<string> Kinds => RecordKinds.All.Keys.Where(kind => kind != RecordKinds.Trace);

    private async Task<string> RecordAsync(string target, string[] kinds, int seconds, double windows, string[] report, CancellationToken cancellation)
    {
        if (kinds.FirstOrDefault(kind => !Kinds.Contains(kind)) is { } unknown)
        {
            throw new McpException($"'{unknown}' is no kind of profile. There are {string.Join(", ", Kinds)}.");
        }

        string folder = shelf.NewFolder();
        string[] windowed = windows > 0 ? [string.Create(CultureInfo.InvariantCulture, $"--windows={windows}")] : [];
        string length = string.Create(CultureInfo.InvariantCulture, $"--seconds={Math.Clamp(seconds, 1, 300)}");
        string[] output = ["--output", kinds.Length == 1 ? Path.Combine(folder, kinds[0] + ".pb.gz") : folder, "--nodecount=0"];
        await RunAsync(["record", .. TargetOf(target), .. kinds, length, .. output, .. windowed], cancellation);
        IEnumerable<Task<string>> reports = shelf.Take(folder, kinds).Select(async one =>
            $"Recorded as `{one.Name}` ({one.File}).\n\n{await RunAsync(["md", one.File, "--short", .. report], cancellation)}");
        return string.Join('\n', await Task.WhenAll(reports));
    }

    private static string[] TargetOf(string target) => int.TryParse(target, CultureInfo.InvariantCulture, out int pid)
        ? ["-p", string.Create(CultureInfo.InvariantCulture, $"{pid}")] : [AddressOf(target)];

    private static string AddressOf(string target) =>
        Uri.TryCreate(target, UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https" ? address.AbsoluteUri
            : throw new McpException($"'{target}' is neither the number of a process nor an http address. list_processes names the processes.");

    private static string[] Given(string option, string value) => value.Length == 0 ? [] : [$"{option}={value}"];

    // In brackets it cannot be taken for an option or a file of options.
    private static string Pattern(string pattern) => $"(?:{pattern})";

    private static async Task<string> RunAsync(IEnumerable<string> arguments, CancellationToken cancellation)
    {
        (int code, string output, string error) = await OwnCommand.RunAsync(arguments, cancellation);
        string text = output.Length <= MostCharacters ? output : $"{output[..MostCharacters]}\n… cut after {MostCharacters} characters: ask for less, by focus, pattern or count.";
        return code == (int)ExitCode.Success ? text : throw new McpException($"{error.Trim()} {text}".Trim());
    }
}

using System.Diagnostics;
using System.Globalization;
using BenchCommon;

namespace RuntimeWorkBench;

/// <summary>What profiles say of the runtime's work beside what is known of it otherwise, each load in processes of its own.</summary>
internal static class TruthBench
{
    private const string Explanation =
        "CPU milliseconds of three processes of 3 seconds each. *truth* is, for forced collections, the CPU time of a thread that does nothing else and of the " +
        "collector's threads; for collections that allocation causes, `GC.GetTotalPauseDuration` with the CPU time of the background collector's thread in place of " +
        "its own pauses, and for a server's the CPU time of the collector's threads; for compiling, `JitInfo.GetCompilationTime`; for preparing methods and for " +
        "exceptions, the CPU time of a thread that does nothing else; for allocation, the CPU time of a loop that allocates less that of the same loop without. " +
        "*profile* is what `go tool pprof -tagfocus=runtime=…` adds up. Pauses and compilation time are told by the wall clock; they count times the share of its time " +
        "in which the thread had a processor, which the kernel tells. By chance a ratio is off by some 3 %: a process has some 700 samples.";

    private static readonly (string Load, string Kind, (string Name, string Value)[] Settings)[] s_loads =
    [
        ("forced collections, workstation, blocking", "force", [("DOTNET_gcServer", "0"), ("DOTNET_gcConcurrent", "0")]),
        ("forced collections, workstation, background", "force-background", [("DOTNET_gcServer", "0"), ("DOTNET_gcConcurrent", "1")]),
        ("forced collections, server, blocking", "force", [("DOTNET_gcServer", "1"), ("DOTNET_gcConcurrent", "0"), ("DOTNET_GCHeapCount", "2")]),
        ("forced collections, server, background", "force-background", [("DOTNET_gcServer", "1"), ("DOTNET_gcConcurrent", "1"), ("DOTNET_GCHeapCount", "2")]),
        ("collections, workstation, background", "collect", [("DOTNET_gcServer", "0"), ("DOTNET_gcConcurrent", "1")]),
        ("collections, workstation, blocking", "collect", [("DOTNET_gcServer", "0"), ("DOTNET_gcConcurrent", "0")]),
        ("collections, server, background", "collect", [("DOTNET_gcServer", "1"), ("DOTNET_gcConcurrent", "1"), ("DOTNET_GCHeapCount", "2")]),
        ("collections, server, blocking", "collect", [("DOTNET_gcServer", "1"), ("DOTNET_gcConcurrent", "0"), ("DOTNET_GCHeapCount", "2")]),
        ("compiling", "jit", []),
        ("preparing methods", "prepare", []),
        ("throwing and catching", "throw", []),
        ("allocating 100 bytes", "allocate", [("DOTNET_gcConcurrent", "0")]),
    ];

    public static int Run(string[] hosts)
    {
        ResultFile results = new("runtime-work", "The runtime's work in profiles, beside the truth",
            string.Join(' ', ["dotnet run -c Release --project bench/RuntimeWork -- accuracy", .. hosts]));
        foreach (string host in (string[])["dotnet", .. hosts])
        {
            MarkdownTable table = new("load", "truth ms", "profile ms", "profile / truth");
            foreach ((string load, string kind, (string, string)[] settings) in s_loads)
            {
                (double truth, double profile) = Repeat(host, kind, settings);
                table.Add(load, Text(truth, "0"), Text(profile, "0"), Text(profile / truth, "0.00"));
            }

            results.Add(host == "dotnet" ? $".NET {Environment.Version}" : $".NET {Path.GetFileName(Path.GetDirectoryName(host))}", Explanation, table);
        }

        return 0;
    }

    private static (double Truth, double Profile) Repeat(string host, string kind, (string Name, string Value)[] settings)
    {
        (double truth, double profile) = (0, 0);
        for (int i = 0; i < 3; i++)
        {
            string[] words = Child(host, kind, settings).Split(' ');
            truth += double.Parse(words[0], CultureInfo.InvariantCulture);
            profile += double.Parse(words[1], CultureInfo.InvariantCulture);
        }

        return (truth, profile);
    }

    private static string Child(string host, string kind, (string Name, string Value)[] settings)
    {
        ProcessStartInfo start = new(host, ["exec", "--roll-forward", "Major", typeof(TruthBench).Assembly.Location, "truth", kind, "3"]) { RedirectStandardOutput = true };
        foreach ((string name, string value) in settings)
        {
            start.Environment[name] = value;
        }

        if (host != "dotnet")
        {
            start.Environment["DOTNET_ROOT"] = Path.GetDirectoryName(Path.GetFullPath(host));
        }

        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output.Trim();
    }

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}

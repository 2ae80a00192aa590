using Pprof.EndToEnd.Tests.Heap;
using Pprof.Sampling;
using Pprof.TestSupport;
using Pprof.Workloads.Heap;
using Xunit;

namespace Pprof.EndToEnd.Tests.HeapProfiles;

/// <summary>
/// Where live objects cannot be followed in the best way, the profile says how they are and why, in its own comments; the program goes on, and nobody writes to its outputs.
/// </summary>
public sealed class HeapFailureTests
{
    [Fact]
    public void Agent_that_is_there_is_used()
    {
        ExternalTool.Require("cc", "apt-get install gcc, then build again");
        AssertProfiled(HeapWorkload.Run("comments"), "^Live objects are followed by: agent\\.$");
    }

    [Fact]
    public void Missing_agent_is_told_with_the_places_looked_at()
    {
        using TemporaryFolder folder = new();
        string program = typeof(HeapLedger).Assembly.Location;
        Copy(Path.GetDirectoryName(program)!, folder.PathOf());
        HeapWorkload run = HeapWorkload.RunCopy(folder.PathOf(Path.GetFileName(program)), "comments");

        AssertProfiled(run, "^Live objects are followed by: gc events; not by agent: the native agent libPprof\\.HeapAgent\\.so is not there \\(looked at ");
    }

    [Fact]
    public void Places_of_profilers_that_are_all_taken_are_told()
    {
        ExternalTool.Require("cc", "apt-get install gcc, then build again");
        using NativeProfiler other = new(notificationsOnly: true);

        AssertProfiled(
            HeapWorkload.Run("comments", other.Path),
            "^Live objects are followed by: gc events; not by agent: the runtime has no place left for a profiler; 32 can watch a process at once: detach one, or start without it\\.$");
    }

    [Theory]
    [InlineData("DOTNET_EnableDiagnostics")]
    [InlineData("DOTNET_EnableDiagnostics_IPC")]
    public void Closed_diagnostics_are_a_reason_and_the_program_goes_on(string variable)
    {
        HeapWorkload run = HeapWorkload.Run([new(variable, "0")], "comments");

        Assert.Equal("False", run["enabled"]);
        Assert.Matches("^Allocations cannot be recorded: agent: .*; gc events: .*DOTNET_EnableDiagnostics", run["reason"]);
        Assert.Equal(run["reason"], run["comment"]);
        Assert.Equal("200000", run["kept"]);
    }

    private static void AssertProfiled(HeapWorkload run, string comment)
    {
        Assert.Equal(("True", ""), (run["enabled"], run["reason"]));
        Assert.Matches(comment, run["comment"]);
        Assert.Equal("200000", run["kept"]);
    }

    private static void Copy(string from, string to)
    {
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) != AgentFile.Name))
        {
            string target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}

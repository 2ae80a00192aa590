using Pprof.TestSupport;
using Xunit;

namespace Pprof.EndToEnd.Tests.Heap;

/// <summary>Where the native agent cannot work, it says why in one sentence, and the program goes on.</summary>
public sealed class AgentFailureTests
{
    [Fact]
    public void A_missing_file_is_a_reason_that_names_it()
    {
        HeapWorkload run = HeapWorkload.Run("agent", "reason", "/nowhere/agent.so");

        Assert.Matches("^the native agent /nowhere/agent.so cannot be loaded \\(cannot open shared object file: No such file or directory\\); ", run["reason"]);
        Assert.Equal("False", run["refreshed"]);
    }

    [Fact]
    public void A_file_that_is_no_agent_is_a_reason()
    {
        string file = typeof(AgentFailureTests).Assembly.Location;

        Assert.Matches("cannot be loaded \\(.*(invalid ELF header|Exec format error).*\\); install the library's package again$", HeapWorkload.Run("agent", "reason", file)["reason"]);
    }

    [Fact]
    public void A_library_that_is_no_agent_is_a_reason()
    {
        ExternalTool.Require("cc", "apt-get install gcc");
        using NativeProfiler other = new(notificationsOnly: true);

        Assert.Contains("cannot be loaded (Unable to find an entry point named 'pprof_heap_agent_board'", HeapWorkload.Run("agent", "reason", other.Path)["reason"]);
    }

    [Theory]
    [InlineData("DOTNET_EnableDiagnostics")]
    [InlineData("DOTNET_EnableDiagnostics_IPC")]
    public void Closed_diagnostics_are_a_reason(string variable)
    {
        ExternalTool.Require("cc", "apt-get install gcc, then build again");
        HeapWorkload run = HeapWorkload.Run([new(variable, "0")], "agent", "reason");

        Assert.Matches("^the runtime does not load the native agent \\(.*\\); DOTNET_EnableDiagnostics=0, or a temporary folder", run["reason"]);
    }

    [Fact]
    public void A_switch_against_profilers_is_respected()
    {
        HeapWorkload run = HeapWorkload.Run([new("DOTNET_EnableDiagnostics_Profiler", "0")], "agent", "reason");

        Assert.Matches("^(profilers are switched off by DOTNET_EnableDiagnostics_Profiler=0; |the native agent .* is not there)", run["reason"]);
    }

    [Fact]
    public void All_places_of_profilers_taken_is_a_reason()
    {
        ExternalTool.Require("cc", "apt-get install gcc, then build again");
        using NativeProfiler other = new(notificationsOnly: true);
        HeapWorkload run = HeapWorkload.Run("agent", "full", other.Path);

        Assert.Equal("32", run["others"]);
        Assert.Equal("the runtime has no place left for a profiler; 32 can watch a process at once: detach one, or start without it", run["reason"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Another_profiler_in_the_process_is_no_obstacle_and_goes_on_working(bool notificationsOnly)
    {
        ExternalTool.Require("cc", "apt-get install gcc, then build again");
        using NativeProfiler other = new(notificationsOnly);
        HeapWorkload run = HeapWorkload.Run("agent", "beside", other.Path);

        Assert.Equal("1", run["others"]);
        Assert.Equal("", run["reason"]);
        Assert.InRange(run.Number("live"), 160e6, 240e6); // 200 MB with a standard deviation of 3.5 MB
        Assert.True(run.Number("collections") >= 2, run.Output);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Another_profiler_that_samples_too_doubles_nothing_and_is_not_listened_to_while_off(bool notificationsOnly)
    {
        ExternalTool.Require("cc", "apt-get install gcc, then build again");
        using NativeProfiler other = new(notificationsOnly);
        HeapWorkload run = HeapWorkload.Run("agent", "sampling", other.Path);

        Assert.Equal("1", run["others"]);
        Assert.Equal("", run["reason"]);
        Assert.Equal(("0", "0"), (run["other_start_session"], run["other_stop_session"]));
        Assert.Equal(("True", "True"), (run["refreshed"], run["enabled"]));
        Assert.InRange(run.Number("live"), 160e6, 240e6); // 200 MB with a standard deviation of 3.5 MB
        Assert.Equal(("0", "0"), (run["before"], run["after"]));
        Assert.Equal(("0", "0"), (run["handles"], run["mistakes"]));
    }

    [Fact]
    public void No_thread_for_the_reader_is_a_reason_and_the_next_start_works()
    {
        ExternalTool.Require("cc", "apt-get install gcc, then build again");
        HeapWorkload run = HeapWorkload.Run("agent", "thread");

        Assert.StartsWith("the system gives the reader of samples no thread (InsufficientMemoryException); ", run["reason"]);
        Assert.Equal(("0", "", "True"), (run["handles"], run["next"], run["refreshed"]));
    }

    [Fact]
    public void One_user_at_a_time_and_the_next_after_it()
    {
        ExternalTool.Require("cc", "apt-get install gcc, then build again");
        HeapWorkload run = HeapWorkload.Run("agent", "two");

        Assert.Equal("", run["first"]);
        Assert.StartsWith("another copy of the library in this process uses the native agent;", run["second"]);
        Assert.Equal("", run["then"]);
    }
}

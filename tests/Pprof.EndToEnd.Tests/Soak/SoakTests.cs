using Pprof.TestSupport;
using Xunit;

namespace Pprof.EndToEnd.Tests.Soak;

public sealed class SoakTests
{
    /// <summary>
    /// Every profile through everything at once; sleeping threads with and without; what is left; what was counted. The short form;
    /// <c>dotnet run -c Release --project tests/Pprof.Soak -- all --seconds 600</c> is the long one.
    /// </summary>
    [Fact]
    public void Profiling_through_every_storm_at_once_neither_crashes_nor_hangs_nor_writes_an_invalid_profile()
    {
        ToolResult result = ExternalTool.Run("dotnet", Path.Combine(AppContext.BaseDirectory, "Pprof.Soak.dll"), "all", "--seconds", "8");

        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        Assert.Contains("**Sound.**", result.Output, StringComparison.Ordinal);
    }

    /// <summary>The short form; <c>dotnet run -c Release --project tests/Pprof.Soak -- heap 600 Auto</c> is the long one.</summary>
    [Theory]
    [InlineData(HeapLiveness.Auto)]
    [InlineData(HeapLiveness.GcEvents)]
    public void Heap_profiles_through_every_storm_of_the_heap_neither_crash_nor_leak_handles_nor_memory(HeapLiveness liveness)
    {
        ToolResult result = ExternalTool.Run("dotnet", Path.Combine(AppContext.BaseDirectory, "Pprof.Soak.dll"), "heap", "10", $"{liveness}");

        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        Assert.Contains("Every profile is valid; every thread ended.", result.Output, StringComparison.Ordinal);
    }
}

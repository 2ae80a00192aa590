using System.Globalization;
using Pprof.TestSupport;
using Xunit;

namespace Pprof.EndToEnd.Tests.Ends;

/// <summary>Two copies of the library in one process, in two load contexts: neither takes from the other, and one that could be unloaded says why it does not record.</summary>
public sealed class TwoCopiesTests
{
    [Fact]
    public void Both_record_at_the_same_time_what_the_program_did()
    {
        ToolResult result = Run("both");
        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        string[][] lines = [.. result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' '))];

        Assert.Equal(["own", "other"], lines.Select(line => line[0]));
        Assert.All(lines, line =>
        {
            // The rest is the runtime's, which compiles, and ours: most of it on a busy machine.
            Assert.InRange(double.Parse(line[1], CultureInfo.InvariantCulture), 0.02, 1);
            Assert.Equal(["True", "1"], line[2..]);
        });
    }

    [Fact]
    public void Copy_that_could_be_unloaded_puts_no_handler_in_place_and_says_why()
    {
        ToolResult result = Run("collectible");
        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        Assert.Equal(2, result.Output.Split("Pprof is loaded into a collectible AssemblyLoadContext").Length - 1);
    }

    private static ToolResult Run(string way) => ExternalTool.Run("dotnet", Path.Combine(AppContext.BaseDirectory, "Pprof.Soak.dll"), "copies", way);
}

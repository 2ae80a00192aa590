using System.Globalization;
using Pprof.TestSupport;
using Pprof.Workloads.Awaits;
using Xunit;

namespace Pprof.EndToEnd.Tests.Awaits;

/// <summary>
/// Random trees of async methods, of which each sample carries the truth of who asked for it: no caller that is shown
/// is none, and no innermost frame changes. With
/// collections all the while, and in each way of the runtime to compile and to collect.
/// </summary>
[Trait("Part", "slow")]
public sealed class AwaitOracleTests
{
    private const int Samples = 500;
    private const int MegabytesPerSecond = 200;

    // What is met for the first time, and what runs in a collection, has no known callers; after the first seconds it
    // is 1 % and the part of collections.
    private const double Whole = 0.75;

    [Theory]
    [InlineData("DOTNET_TieredCompilation", "0")]
    [InlineData("DOTNET_gcServer", "1")]
    public void Every_caller_is_one(string variable, string value)
    {
        ToolResult result = ExternalTool.Run(
            "dotnet", [typeof(AwaitRun).Assembly.Location, "awaits", $"{Samples}", $"{MegabytesPerSecond}"], [new(variable, value)]);
        Dictionary<string, string> said = result.Output.Split('\n').Select(line => line.Split(": ", 2)).Where(pair => pair.Length == 2)
            .DistinctBy(pair => pair[0]).ToDictionary(pair => pair[0], pair => pair[1]);

        Assert.True(result.ExitCode == 0 && result.Error == "", result.Output + result.Error);
        int all = int.Parse(said["samples"], CultureInfo.InvariantCulture);
        Assert.True(all >= Samples, result.Output);
        Assert.Equal("0", said["wrong"]);
        Assert.Equal("0", said["leaves changed"]);
        Assert.NotEqual("0", said["collections"]);
        Assert.True(int.Parse(said["whole"], CultureInfo.InvariantCulture) >= Whole * all, result.Output);
    }
}

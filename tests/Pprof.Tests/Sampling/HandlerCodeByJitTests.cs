using System.Diagnostics;
using Xunit;

namespace Pprof.Tests.Sampling;

/// <summary>Settings of the JIT that could change the handler's code: the rules of <see cref="HandlerCodeTests"/> are checked in a process of each kind.</summary>
[Trait("Part", "slow")]
public sealed class HandlerCodeByJitTests
{
    [Theory]
    [InlineData("DOTNET_TieredCompilation", "0")]
    [InlineData("DOTNET_TieredPGO", "0")]
    [InlineData("DOTNET_ReadyToRun", "0")]
    [InlineData("DOTNET_EnableAVX", "0")]
    public void Rules_hold_with_the_setting(string variable, string value)
    {
        ProcessStartInfo start = new("dotnet", [typeof(HandlerCodeTests).Assembly.Location, "-class", typeof(HandlerCodeTests).FullName!])
        {
            RedirectStandardOutput = true,
            Environment = { [variable] = value },
        };
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0 && output.Contains("Total: 6", StringComparison.Ordinal), output);
    }
}

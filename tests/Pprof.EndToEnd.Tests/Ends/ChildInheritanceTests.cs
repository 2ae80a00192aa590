using Pprof.TestSupport;
using Xunit;

namespace Pprof.EndToEnd.Tests.Ends;

/// <summary>Children that are started while everything is recorded inherit nothing of it: they see what they would see without.</summary>
public sealed class ChildInheritanceTests
{
    // Signals blocked, ignored and caught; timers; descriptors.
    private const string Look = "grep -E '^Sig(Blk|Ign|Cgt)' /proc/self/status; grep -c '^ID:' /proc/self/timers; ls /proc/self/fd";

    [Fact]
    public void Children_inherit_no_signal_timer_or_descriptor()
    {
        string without = See();
        string[] with;
        using (CpuProfile.Start(Stream.Null, new CpuProfileOptions { Frequency = 1000 }))
        {
            with = [.. Enumerable.Range(0, 20).Select(_ => See())];
        }

        Assert.Contains("SigBlk:", without, StringComparison.Ordinal);
        Assert.All(with, seen => Assert.Equal(without, seen));
    }

    private static string See() => ExternalTool.Run("sh", "-c", Look).Output;
}

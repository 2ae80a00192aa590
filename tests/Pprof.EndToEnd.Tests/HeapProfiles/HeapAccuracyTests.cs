using Pprof.Sampling;
using Pprof.TestSupport;
using Xunit;
using Proto = Pprof.TestSupport.Proto;

namespace Pprof.EndToEnd.Tests.HeapProfiles;

/// <summary>
/// Profiles of real programs against what they know of themselves. Estimates have a standard error of 1/sqrt(samples), and one sample is 100 KiB of
/// small objects: the bounds are five of those.
/// </summary>
public sealed class HeapAccuracyTests
{
    private const int AllocObjects = 0;
    private const int AllocSpace = 1;
    private const int InUseObjects = 2;
    private const int InUseSpace = 3;

    [Theory]
    [InlineData("small", "HeapProfiles.Allocator.Small", "Pprof.Workloads.HeapProfiles.Allocator.Node")]
    [InlineData("strings", "HeapProfiles.Allocator.Text", "string")]
    [InlineData("arrays", "HeapProfiles.Allocator.Array", "byte[]")]
    [InlineData("mixture", "HeapProfiles.Allocator.", "byte[]")]
    public void Allocated_bytes_are_those_the_runtime_counted(string kind, string leaf, string type)
    {
        // 28,672 samples of 100 KiB: 5/sqrt(28,672) is 2.95 %. The runtime's figure has the list and the rest of the program in it, far below 0.1 %.
        using HeapProgram program = new(HeapLiveness.Off, kind, megabytes: 2800, keepOneOf: 1000);
        Proto.Profile profile = program.Read("kept.pb.gz");
        long[] all = [.. Enumerable.Range(0, 4).Select(value => ProfileOracle.Total(profile, value))];

        Assert.InRange(program.Samples().Allocated, 10_000, long.MaxValue);
        Assert.InRange(all[AllocSpace] / (double)program.Allocated, 0.97, 1.03);
        Assert.InRange(all[AllocObjects], 1, all[AllocSpace] / 24);
        Assert.Equal((0, 0), (all[InUseObjects], all[InUseSpace]));
        AssertLeaf(profile, leaf, type);
    }

    [Theory]
    [InlineData(HeapLiveness.Auto)]
    [InlineData(HeapLiveness.GcEvents)]
    public void Allocated_bytes_are_as_exact_while_live_ones_are_followed(HeapLiveness liveness)
    {
        using HeapProgram program = new(liveness, "mixture", megabytes: 2800, keepOneOf: 1000);
        Proto.Profile profile = program.Read("kept.pb.gz");

        AssertFollowedBy(liveness, profile);
        Assert.InRange(program.Samples().Allocated, 10_000, long.MaxValue);
        Assert.InRange(ProfileOracle.Total(profile, AllocSpace) / (double)program.Allocated, 0.97, 1.03);
    }

    [Theory]
    [InlineData("small", HeapLiveness.Auto)]
    [InlineData("strings", HeapLiveness.Auto)]
    [InlineData("arrays", HeapLiveness.Auto)]
    [InlineData("mixture", HeapLiveness.Auto)]
    [InlineData("small", HeapLiveness.GcEvents)]
    [InlineData("strings", HeapLiveness.GcEvents)]
    [InlineData("arrays", HeapLiveness.GcEvents)]
    [InlineData("mixture", HeapLiveness.GcEvents)]
    public void Live_bytes_are_those_the_program_keeps_and_vanish_when_it_lets_go(string kind, HeapLiveness liveness)
    {
        // 10,240 samples of 100 KiB or more are kept: 5/sqrt(10,240) is 4.94 %. Of larger objects a sample is more bytes, and their estimate more exact.
        using HeapProgram program = new(liveness, kind, megabytes: kind is "arrays" or "mixture" ? 1600 : 1050, keepOneOf: 1);
        Proto.Profile kept = program.Read("kept.pb.gz");
        Proto.Profile released = program.Read("released.pb.gz");

        AssertFollowedBy(liveness, kept);
        Assert.InRange(program.Samples().Live, 10_000, long.MaxValue);
        Assert.InRange(HeapProgram.OfAllocator(kept, InUseSpace) / (double)program.Kept, 0.95, 1.05);
        Assert.InRange(ProfileOracle.Total(kept, AllocSpace) / (double)program.Allocated, 0.95, 1.05);
        Assert.InRange(HeapProgram.OfAllocator(released, InUseSpace) / (double)program.Kept, 0, 0.002);
        Assert.InRange(HeapProgram.AllocatedWith(kept, "piece", "one") / (double)program.Allocated, 0.94, 1.05);
        Assert.InRange(HeapProgram.OfAllocator(released, AllocSpace), HeapProgram.OfAllocator(kept, AllocSpace), long.MaxValue);
    }

    // Without a C compiler no agent is built, and the choice falls on the events.
    private static void AssertFollowedBy(HeapLiveness liveness, Proto.Profile profile)
    {
        bool isAgent = liveness == HeapLiveness.Auto && AgentFile.TryFind(out _) is not null;
        string expected = $"Live objects are followed by: {(isAgent ? "agent." : "gc events")}";
        Assert.Contains(profile.Comment, comment => profile.StringTable[(int)comment].StartsWith(expected, StringComparison.Ordinal));
    }

    // Most bytes have the allocating method for their leaf, not the library's own below it, and say their type.
    private static void AssertLeaf(Proto.Profile profile, string leaf, string type)
    {
        Proto.Sample largest = profile.Sample.MaxBy(sample => sample.Value[AllocSpace])!;
        Assert.Contains(leaf, HeapProgram.LeafOf(profile, largest), StringComparison.Ordinal);
        Assert.Equal(type, HeapProgram.LabelOf(profile, largest, "type"));
        long below = HeapProgram.OfAllocator(profile, AllocSpace);
        Assert.InRange(below / (double)ProfileOracle.Total(profile, AllocSpace), 0.98, 1);
    }
}

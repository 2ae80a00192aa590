using Pprof.TestSupport;
using Pprof.Workloads.HeapProfiles;
using Xunit;
using Proto = Pprof.TestSupport.Proto;

namespace Pprof.EndToEnd.Tests.HeapProfiles;

/// <summary>
/// The leaf of a sample is the method that asked for memory: not one of the base library that does nothing but hand it out, and one that makes something of it.
/// </summary>
public sealed class AllocatorLeafTests : IClassFixture<AllocatorLeafTests.Allocators>
{
    private readonly Proto.Profile _profile;

    public AllocatorLeafTests(Allocators allocators) => _profile = allocators.Profile;

    [Theory]
    [InlineData("Constructor", "AllocatorsRun.Constructor")]
    [InlineData("Boxing", "AllocatorsRun.Boxing")]
    [InlineData("Resize", "AllocatorsRun.Resize")]
    [InlineData("Clone", "AllocatorsRun.Part.Copy")]
    [InlineData("CreateInstance", "System.RuntimeType.CreateInstanceDefaultCtor")]
    [InlineData("CreateArray", "AllocatorsRun.CreateArray")]
    [InlineData("Concatenation", "System.String.Concat")]
    [InlineData("Substring", "System.String.Substring")]
    [InlineData("Large", "AllocatorsRun.Large")]
    public void Leaf_is_the_method_that_allocates(string caller, string leaf)
    {
        string[][] stacks = [.. _profile.Sample.Select(sample => ProfileOracle.Names(_profile, sample).ToArray()).Where(names => names.Any(name => name.Contains($"AllocatorsRun.{caller}", StringComparison.Ordinal)))];

        Assert.NotEmpty(stacks);
        Assert.All(stacks, names => Assert.Contains(leaf, names[0], StringComparison.Ordinal));
    }

    /// <summary>One run for all.</summary>
    public sealed class Allocators
    {
        public Allocators()
        {
            using TemporaryFolder folder = new();
            ToolResult result = ExternalTool.Run("dotnet", typeof(HeapRun).Assembly.Location, "allocators", folder.PathOf());
            Assert.True(result.ExitCode == 0 && result.Error == "", result.Output + result.Error);
            Profile = ProfileOracle.AssertValid(File.ReadAllBytes(folder.PathOf("allocs.pb.gz")));
        }

        internal Proto.Profile Profile { get; }
    }
}

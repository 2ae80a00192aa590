using System.Text.RegularExpressions;
using Pprof.Aggregation;
using Pprof.Profiles.Naming;
using Pprof.Profiles.Operations;
using Pprof.TestSupport;
using Xunit;

namespace Pprof.EndToEnd.Tests.Tasks;

/// <summary>What the viewer makes of async operations.</summary>
public sealed class OperationProfileTests : IClassFixture<TaskTrackingFixture>
{
    [Fact]
    public void The_viewer_shows_operations_alike_as_one_trace_and_their_labels_as_tags()
    {
        GoPprof.Require();
        using Gate gate = new();
        for (int i = 0; i < 1000; i++)
        {
            using IDisposable? labels = i < 300 ? ProfileLabels.Push("color", "red") : null;
            _ = Methods.Outer(gate.Task);
        }

        byte[] profile = Write(AsyncOperations.Collect().Where(one => OperationText.Has(one, "Outer")));
        string traces = GoPprof.Run(profile, "-traces").Output;

        Assert.Matches(new Regex(@"color:\s+red\s+300\s+\[task completion source\]\s+\S+Methods\.Inner\s+\S+Methods\.Middle\s+\S+Methods\.Outer\s"), traces);
        Assert.Matches(new Regex(@"\s700\s+\[task completion source\]\s+\S+Methods\.Inner\s"), traces);
        Assert.Matches(new Regex(@"300(\.0)? \(\s*[0-9.]+%\): red"), GoPprof.Run(profile, "-tags").Output);
        Assert.Contains("await Middle(gate)", GoPprof.Run(profile, "-list=Methods.Outer").Output, StringComparison.Ordinal);
    }

    private static byte[] Write(IEnumerable<AsyncOperation> operations)
    {
        CountedStacks stacks = new();
        foreach (AsyncOperation operation in operations)
        {
            stacks.Add(operation.Frames.Span, operation.Labels, operation.Count);
        }

        using MemoryStream stream = new();
        StackProfile.OfCounts("goroutine", stacks).WriteProto(stream);
        ProfileOracle.AssertValid(stream);
        return stream.ToArray();
    }
}

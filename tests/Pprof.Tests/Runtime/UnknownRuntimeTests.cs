using Pprof.Runtime;
using Xunit;

namespace Pprof.Tests.Runtime;

/// <summary>A runtime that describes itself in another way than those we know is refused in words, part by part.</summary>
public sealed class UnknownRuntimeTests
{
    [Theory]
    [InlineData("ExecutionManager", "contract ExecutionManager 2 or c1 (the runtime offers c2)")]
    [InlineData("StackWalk", "contract StackWalk 1 or c1 (the runtime offers c2)")]
    [InlineData("Thread", "contract Thread 1 or c1 (the runtime offers c2)")]
    [InlineData("RuntimeTypeSystem", "contract RuntimeTypeSystem 1 or c1 (the runtime offers c2)")]
    public void Next_version_of_a_contract_is_refused_with_its_number_by_the_part_that_needs_it(string contract, string expected)
    {
        string? reason = ReasonOf(contract, DoctoredDescriptor.WithContract(contract, "c2"));
        Assert.Contains(expected, reason);
    }

    [Theory]
    [InlineData("ExecutionManager", "RealCodeHeader", "UnwindInfos")]
    [InlineData("StackWalk", "InlinedCallFrame", "CallerReturnAddress")]
    [InlineData("Thread", "Thread", "OSId")]
    [InlineData("RuntimeTypeSystem", "MethodDesc", "ChunkIndex")]
    public void Field_that_is_gone_is_named_by_the_part_that_needs_it(string contract, string type, string field)
    {
        string? reason = ReasonOf(contract, DoctoredDescriptor.WithoutField(type, field));
        Assert.Equal($"the runtime's description lacks {type}.{field}", reason);
    }

    [Fact]
    public void Part_that_does_not_need_what_changed_goes_on()
    {
        ContractDescriptor descriptor = DoctoredDescriptor.WithContract("Thread", "c2");
        Assert.NotNull(CodeMap.TryCreate(descriptor, out string? reason));
        Assert.Null(reason);
    }

    // As if links led somewhere else within the Thread: neither reading of the list then meets this thread.
    [Fact]
    public void List_of_threads_that_does_not_lead_to_the_caller_is_refused()
    {
        ContractDescriptor moved = DoctoredDescriptor.WithField("Thread", "OSId", 600);
        Assert.Null(ThreadList.TryCreate(moved, out string? reason));
        Assert.Matches(@"the runtime's list of threads does not lead to the thread that asks \(\d+\)", reason);
        Assert.Null(ThreadRoster.TryCreate(moved, out reason));
        Assert.NotNull(reason);
    }

    private static string? ReasonOf(string contract, ContractDescriptor descriptor)
    {
        string? reason;
        _ = contract switch
        {
            "ExecutionManager" => (object?)CodeMap.TryCreate(descriptor, out reason),
            "StackWalk" => FrameLayout.TryCreate(descriptor, out reason),
            "Thread" => (object?)ThreadList.TryCreate(descriptor, out reason) ?? ThreadRoster.TryCreate(descriptor, out reason),
            _ => MethodDescReader.TryCreate(descriptor, out reason),
        };
        return reason;
    }
}

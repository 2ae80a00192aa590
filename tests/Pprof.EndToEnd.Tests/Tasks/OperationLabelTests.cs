using Pprof.Labels;
using Pprof.Profiles.Operations;
using Xunit;

namespace Pprof.EndToEnd.Tests.Tasks;

/// <summary>Operations carry the labels they work under.</summary>
public sealed class OperationLabelTests : IClassFixture<TaskTrackingFixture>
{
    [Fact]
    public void Operations_of_different_labels_are_counted_apart()
    {
        using Gate gate = new();
        Start("red", gate.Task, times: 2);
        Start("blue", gate.Task, times: 3);
        _ = Methods.Outer(gate.Task);

        Assert.Equal(["1 of -", "2 of red", "3 of blue"], Counts("Outer"));
    }

    [Fact]
    public void The_innermost_method_that_has_labels_gives_them_to_the_chain()
    {
        using Gate gate = new();
        _ = Labelled(gate.Task);

        Assert.Equal(["1 of inner"], Counts("Labelled"));
    }

    [Fact]
    public async Task A_pooled_box_and_a_task_that_waits_for_a_thread_have_labels_too()
    {
        using Gate gate = new();
        using ManualResetEventSlim blocked = new();
        Task run;
        using (ProfileLabels.Push("color", "green"))
        {
            _ = Methods.PooledOuter(gate.Task);
            run = Joins.RunBlocking(blocked);
        }

        Assert.Equal(["1 of green"], Counts("PooledOuter"));
        Assert.Equal(["1 of green"], Counts("RunBlocking"));
        blocked.Set();
        await run;
    }

    private static void Start(string color, Task gate, int times)
    {
        using (ProfileLabels.Push("color", color))
        {
            for (int i = 0; i < times; i++)
            {
                _ = Methods.Outer(gate);
            }
        }
    }

    private static async Task Labelled(Task gate)
    {
        using (ProfileLabels.Push("color", "outer"))
        {
            await LabelledInner(gate);
        }
    }

    private static async Task LabelledInner(Task gate)
    {
        using (ProfileLabels.Push("color", "inner"))
        {
            await gate;
        }
    }

    private static string[] Counts(string method) =>
        [.. AsyncOperations.Collect().Where(one => OperationText.Has(one, method)).Select(one => $"{one.Count} of {Color(one.Labels)}").Order(StringComparer.Ordinal)];

    private static string Color(LabelSet labels) => labels.Pairs.IsEmpty ? "-" : labels.Pairs[0].Value;
}

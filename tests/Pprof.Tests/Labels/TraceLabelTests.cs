using System.Diagnostics;
using Pprof.Aggregation;
using Pprof.Format;
using Pprof.Labels;
using Pprof.Sampling;
using Xunit;

namespace Pprof.Tests.Labels;

/// <summary>What is in force on the thread is asked for as every profile asks: from outside, by the kernel's id.</summary>
public sealed class TraceLabelTests : IDisposable
{
    private const string Name = "Pprof.Tests.TraceLabels";

    private static readonly ActivitySource s_source = new(Name);

    private readonly ActivityListener _listener = new()
    {
        ShouldListenTo = source => source.Name == Name,
        Sample = (ref ActivityCreationOptions<ActivityContext> options) => options.Name.StartsWith("unsampled", StringComparison.Ordinal)
            ? ActivitySamplingResult.PropagationData
            : ActivitySamplingResult.AllDataAndRecorded,
    };

    public TraceLabelTests()
    {
        ActivitySource.AddActivityListener(_listener);
        ProfileLabels.TraceLabels = true;
    }

    private static string InForce => string.Join(' ', ThreadLabels.Of(StackCapture.CurrentThreadId).Select(label => $"{label.Key}={label.Value}"));

    public void Dispose()
    {
        ProfileLabels.TraceLabels = false;
        _listener.Dispose();
    }

    [Fact]
    public void Span_is_in_force_from_its_start_to_its_end_and_its_parent_after_a_child()
    {
        using (Activity outer = Start("outer"))
        {
            Assert.Equal(LabelsOf(outer), InForce);
            using (Activity inner = Start("inner"))
            {
                Assert.Equal(LabelsOf(inner), InForce);
            }

            Assert.Equal(LabelsOf(outer), InForce);
        }

        Assert.Equal("", InForce);
    }

    [Fact]
    public void Span_that_is_not_recorded_has_no_labels()
    {
        using Activity span = Start("unsampled");

        Assert.Equal("", InForce);
    }

    [Fact]
    public void Spans_and_pushes_may_end_in_any_order()
    {
        IDisposable route = ProfileLabels.Push("route", "a");
        Activity span = Start("span");
        IDisposable inner = ProfileLabels.Push("z", "b");
        Assert.Equal($"route=a {LabelsOf(span)} z=b", InForce);

        span.Dispose();
        Assert.Equal("route=a z=b", InForce);
        inner.Dispose();
        Assert.Equal("route=a", InForce);
        route.Dispose();
        Assert.Equal("", InForce);
    }

    [Fact]
    public async Task Span_flows_over_awaits_and_into_tasks_and_ends_in_each()
    {
        using Activity span = Start("span");
        string expected = LabelsOf(span);
        await Task.Yield();
        Assert.Equal(expected, InForce);
        Assert.Equal(expected, await Task.Run(async () =>
        {
            await Task.Delay(1);
            return InForce;
        }));
        Assert.Equal("", await Task.Run(() =>
        {
            span.Stop();
            return InForce;
        }));
    }

    // A span of the program's own that stopped elsewhere would else be shown for ever.
    [Fact]
    public void Switched_off_nothing_is_shown_at_the_next_change()
    {
        using Activity span = Start("span");
        ProfileLabels.TraceLabels = false;
        using IDisposable label = ProfileLabels.Push("a", "b");

        Assert.Equal("a=b", InForce);
        Assert.Equal("a", Assert.Single(FlowingLabels.InForce.Keys));
    }

    [Fact]
    public void Label_of_the_programs_own_goes_before()
    {
        using IDisposable own = ProfileLabels.Push("span_id", "mine");
        using Activity span = Start("span");

        Assert.Equal($"span_id=mine trace_id={span.TraceId}", InForce);
    }

    [Fact]
    public void Spans_beyond_the_bound_keep_the_other_labels()
    {
        LabelTable table = new();
        LabelSet route = LabelSet.Empty.With(new KeyValuePair<string, string>("route", "a"));
        for (int i = 0; i <= LabelTable.MostTraced; i++)
        {
            Assert.True(table.TryAdd(Traced(route, i), out int number));
            Label[] labels = table.LabelsOf(number);
            Assert.Equal(i < LabelTable.MostTraced ? 2 : 1, labels.Length);
            Assert.Equal("route", labels[0].Key);
        }

        // Those that are known stay.
        Assert.True(table.TryAdd(Traced(route, 7), out int known));
        Assert.Equal(2, table.LabelsOf(known).Length);
    }

    private static LabelSet Traced(LabelSet labels, int span) => labels.WithTrace(new KeyValuePair<string, string>("span_id", $"{span}"));

    private static Activity Start(string name) => s_source.StartActivity(name)!;

    private static string LabelsOf(Activity span) => $"span_id={span.SpanId} trace_id={span.TraceId}";
}

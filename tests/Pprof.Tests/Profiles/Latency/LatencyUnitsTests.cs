using Pprof.Labels;
using Pprof.Profiles.Latency;
using Pprof.Profiles.Naming;
using Pprof.Symbolization.Async;
using Pprof.Unwinding;
using Xunit;

namespace Pprof.Tests.Profiles.Latency;

/// <summary>What belongs to one request shares its time.</summary>
public sealed class LatencyUnitsTests
{
    private static readonly CodeAddress[] s_work = Frames(typeof(LatencyUnitsTests), nameof(One_request_that_waits_for_two_things_is_under_way_once));
    private static readonly CodeAddress[] s_framework = Frames(typeof(object), nameof(ToString));
    private readonly LatencyUnits _units = new(new ProgramCode(ProfilingParts.OfCounts));

    [Fact]
    public void One_request_that_waits_for_two_things_is_under_way_once()
    {
        LabelSet one = Labels("/a"), other = Labels("/a");
        Add(s_work, one, root: new object());
        Add(s_work, one, root: new object());
        Add(s_work, other, root: new object());

        Assert.Equal([0.5, 0.5, 1], Shares());
    }

    [Fact]
    public void Without_labels_the_branches_of_a_root_share_its_time()
    {
        object root = new();
        Add(s_work, LabelSet.Empty, root);
        Add(s_work, LabelSet.Empty, root);
        Add(s_work, LabelSet.Empty, root);
        Add(s_work, LabelSet.Empty, root);
        Add(s_work, LabelSet.Empty, new object());

        Assert.Equal([0.25, 0.25, 0.25, 0.25, 1], Shares());
    }

    [Fact]
    public void Framework_code_alone_is_no_work_and_has_no_share()
    {
        LabelSet labels = Labels("/a");
        Add(s_work, labels, new object());
        Add(s_framework, labels, new object());

        Assert.Equal([1], Shares());
    }

    private static CodeAddress[] Frames(Type type, string method)
    {
        using AsyncFrames frames = new();
        return [frames.OfMethod(type.GetMethod(method)!)];
    }

    private static LabelSet Labels(string route) => LabelSet.Empty.With(new KeyValuePair<string, string>("route", route));

    private void Add(CodeAddress[] frames, LabelSet labels, object root) => _units.Add(frames, labels, "running", 1, root);

    private double[] Shares() => [.. _units.All.Select(unit => _units.ShareOf(unit))];
}

using System.Runtime.InteropServices;
using Pprof.Format;

namespace Pprof.Reporting;

/// <summary>
/// Everything that a summary lists, added up in one pass over the samples: functions, the program's own lines that cost most with what they
/// called there, the ways to them, labels, callers and callees.
/// </summary>
internal sealed class SummaryTotals
{
    // Of a path, the frames nearest to where the cost is; those beyond are the same for most.
    private const int PathLength = 8;

    private readonly HashSet<string> _onStack = [];
    private readonly HashSet<(string, string)> _pairsOnStack = [];

    public Dictionary<string, (Amount Flat, Amount Cumulative)> Functions { get; } = [];

    /// <summary>By function, where most of its cumulative value is.</summary>
    public Dictionary<string, Dictionary<(string File, long Line), Amount>> Lines { get; } = [];

    /// <summary>The last frame of the program before others' code begins, or the leaf.</summary>
    public Dictionary<SummaryFrame, Amount> OwnLines { get; } = [];

    /// <summary>What an own line called, directly; empty for what it cost by itself.</summary>
    public Dictionary<(SummaryFrame Line, string Callee), Amount> OwnCallees { get; } = [];

    /// <summary>The program's own frames, outermost first, joined by newlines: an array has no equality of its own.</summary>
    public Dictionary<string, (IReadOnlyList<SummaryFrame> Frames, Amount Amount)> Paths { get; } = [];

    public Dictionary<(string Caller, string Callee), Amount> Edges { get; } = [];

    public Dictionary<Label, Amount> Labels { get; } = [];

    public Amount Total;

    /// <summary>Of samples on whose stack nothing is the program's.</summary>
    public Amount WithoutOwn;

    /// <summary>Of these, by the function of a package or of the framework nearest to the root that is not the start of a thread, else by the leaf.</summary>
    public Dictionary<string, Amount> OthersWork { get; } = [];

    /// <summary>Whose code the functions are.</summary>
    public required FrameOrigins Origins { get; init; }

    public static SummaryTotals Of(ProfileData profile, ProfileData? other, int valueIndex)
    {
        SummaryTotals totals = new() { Origins = FrameOrigins.Of(profile, other) };
        foreach (Sample sample in profile.Samples)
        {
            totals.Add(sample, new Amount { Now = sample.Values[valueIndex] });
        }

        foreach (Sample sample in other?.Samples ?? [])
        {
            totals.Add(sample, new Amount { Before = sample.Values[valueIndex] });
        }

        return totals;
    }

    private void Add(Sample sample, Amount amount)
    {
        Total.Add(amount);
        List<SummaryFrame> stack = SummaryFrame.StackOf(sample);
        AddFunctions(stack, amount);
        AddEdges(stack, amount);
        AddOwn(stack, amount);
        foreach (Label label in sample.Labels.Where(label => label.Text.Length > 0).Distinct())
        {
            Slot(Labels, label).Add(amount);
        }
    }

    private void AddFunctions(List<SummaryFrame> stack, Amount amount)
    {
        _onStack.Clear();
        for (int i = 0; i < stack.Count; i++)
        {
            ref (Amount Flat, Amount Cumulative) sums = ref Slot(Functions, stack[i].Function);
            if (i == 0)
            {
                sums.Flat.Add(amount);
            }

            if (_onStack.Add(stack[i].Function))
            {
                sums.Cumulative.Add(amount);
                Slot(Slot(Lines, stack[i].Function) ??= [], (stack[i].File, stack[i].Line)).Add(amount);
            }
        }
    }

    // A pair of caller and callee once for each sample, and no function's calls of itself, as pprof -peek counts.
    private void AddEdges(List<SummaryFrame> stack, Amount amount)
    {
        _pairsOnStack.Clear();
        for (int i = 1; i < stack.Count; i++)
        {
            (string Caller, string Callee) pair = (stack[i].Function, stack[i - 1].Function);
            if (pair.Caller != pair.Callee && _pairsOnStack.Add(pair))
            {
                Slot(Edges, pair).Add(amount);
            }
        }
    }

    private void AddOwn(List<SummaryFrame> stack, Amount amount)
    {
        int last = stack.FindIndex(IsOwn);
        if (last < 0)
        {
            WithoutOwn.Add(amount);
            Slot(OthersWork, OthersWorkOf(stack)).Add(amount);
            return;
        }

        Slot(OwnLines, stack[last]).Add(amount);
        Slot(OwnCallees, (stack[last], last == 0 ? "" : stack[last - 1].Function)).Add(amount);
        List<SummaryFrame> own = [.. stack.Skip(last).Where(IsOwn).Take(PathLength).Reverse()];
        ref (IReadOnlyList<SummaryFrame> Frames, Amount Amount) path = ref Slot(Paths, string.Join('\n', own));
        path.Frames ??= own;
        path.Amount.Add(amount);
    }

    private bool IsOwn(SummaryFrame frame) => Origins[frame.Function] == FrameOrigin.Program;

    private string OthersWorkOf(List<SummaryFrame> stack)
    {
        SummaryFrame begin = stack.FindLast(frame =>
            Origins[frame.Function] is FrameOrigin.Framework or FrameOrigin.Package && !frame.Function.StartsWith("System.Threading.", StringComparison.Ordinal));
        return begin.Function ?? (stack.Count > 0 ? stack[0].Function : "no stack");
    }

    private static ref TValue? Slot<TKey, TValue>(Dictionary<TKey, TValue> sums, TKey key)
        where TKey : notnull => ref CollectionsMarshal.GetValueRefOrAddDefault(sums, key, out _);
}

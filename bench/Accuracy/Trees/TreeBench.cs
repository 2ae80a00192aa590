using System.Globalization;
using BenchCommon;
using BenchCommon.Load;
using Pprof.Format;

namespace Accuracy.Trees;

/// <summary>Runs trees whose stacks are known, under a load that suspends them all the time, and compares every sample.</summary>
internal static class TreeBench
{
    public const string Explanation =
        "Every sample with a frame of the tree must show exactly the tree's methods from there to the tree's root: none missing, doubled or foreign. " +
        "1,000 Hz, while another thread allocates and so makes the runtime stop the tree's thread many times a second. Target: 99 % right.";

    public static MarkdownTable Run(Options options)
    {
        MarkdownTable table = new("tree", "samples", "right", "with its leaf", "a wrong one");
        List<Score> scores = [.. Trees(options).Select(tree => Measure(tree, options.Tree))];
        scores.ForEach(score => AddRow(table, score));
        AddRow(table, new Score("all", scores.Sum(s => s.Samples), scores.Sum(s => s.Right), scores.Sum(s => s.AtLeaf), ""));
        return table;
    }

    private sealed record Score(string Tree, int Samples, int Right, int AtLeaf, string Wrong);

    private static KnownTree[] Trees(Options options) =>
    [
        Wrappers.Tree, Interfaces.Tree, Delegates.Tree, OnStackReplacement.Tree(options.Tree), Recursion.Tree,
        NativeLeaves.Mathematics, NativeLeaves.Memory, Handlers.Catch, Handlers.Finally,
    ];

    private static Score Measure(KnownTree tree, TimeSpan time)
    {
        Recording recording = Recording.Of(
            () =>
            {
                using LoadThreads garbage = new(1);
                Repeat.OnThreads(1, time, _ => tree.Run);
            },
            frequency: 1000);
        List<(IReadOnlyList<string> Names, string Module)> stacks =
            [.. recording.Profile.Samples.SelectMany(Expand).Where(stack => stack.Names.Any(tree.IsPart))];
        List<(IReadOnlyList<string> Names, string Module)> wrong = [.. stacks.Where(stack => !tree.IsRight(stack.Names, stack.Module))];
        string example = wrong.Count == 0 ? "" : string.Join(" ← ", wrong[0].Names.Take(8).Select(ShortName));
        return new Score(tree.Name, stacks.Count, stacks.Count - wrong.Count, stacks.Count(stack => stack.Names.Contains(tree.Chain[0])), example);
    }

    /// <summary>Equal stacks are one entry of the file; each of its samples counts.</summary>
    private static IEnumerable<(IReadOnlyList<string> Names, string Module)> Expand(Sample sample)
    {
        var stack = (Recording.Names(sample), sample.Locations is [var leaf, ..] ? Path.GetFileName(leaf.Mapping?.FileName) ?? "" : "");
        return Enumerable.Repeat(stack, (int)sample.Values[0]);
    }

    private static string ShortName(string name) => name.Length <= 40 ? name : "…" + name[^39..];

    private static void AddRow(MarkdownTable table, Score score) =>
        table.Add(score.Tree, $"{score.Samples}", Percent(score.Right, score.Samples), Percent(score.AtLeaf, score.Samples), score.Wrong);

    private static string Percent(int part, int whole) =>
        whole == 0 ? "no sample" : (100.0 * part / whole).ToString("0.00", CultureInfo.InvariantCulture) + " %";
}

using System.Text.Json;
using PageBench;
using Pprof.Format;
using Pprof.Reporting;
using Xunit;

namespace Pprof.Tests.Reporting.Page;

/// <summary>A profile that is too large for a page: what stays exact, and how what is missing is told.</summary>
public sealed class LightStacksTests
{
    private const int Most = 2000;

    private static readonly ProfileData s_large = LargeProfile.Of(30_000);
    private static readonly Lazy<JsonElement> s_page = new(() => PageText.Of(s_large, new ProfilePageOptions { MaxFrames = Most }).Profile);

    [Fact]
    public void Flat_values_and_totals_of_every_function_and_line_are_exact()
    {
        JsonElement whole = PageText.Of(s_large).Profile;

        Assert.Equal(FlatOf(whole), FlatOf(s_page.Value));
        Assert.True(FlatOf(whole).Count > 500, "only a few lines");
    }

    [Fact]
    public void Tree_has_the_heaviest_nodes_whole()
    {
        Dictionary<string, long> whole = Totals(PageText.Of(s_large).Profile), part = Totals(s_page.Value);

        string[] kept = [.. part.Keys.Where(path => !path.Contains(LightStacks.FrameName, StringComparison.Ordinal))];
        Assert.InRange(s_page.Value.GetProperty("up").GetArrayLength(), Most, 10_000);
        Assert.All(whole.OrderByDescending(pair => pair.Value).Take(Most / 2), pair => Assert.Equal(pair.Value, part[pair.Key]));
        Assert.All(kept, path => Assert.InRange(part[path], 1, whole[path]));
    }

    [Fact]
    public void What_lost_callers_stands_below_one_frame_that_says_so() =>
        Assert.Contains(Totals(s_page.Value), pair => pair.Key.Split(';').SkipLast(1).LastOrDefault()?.StartsWith(LightStacks.FrameName, StringComparison.Ordinal) == true && pair.Value > 0);

    [Fact]
    public void Both_sides_of_a_difference_stay_exact()
    {
        ProfileData other = LargeProfile.Of(20_000, seed: 5);
        ProfilePageOptions options = new() { MaxFrames = Most };
        SampleSums whole = SampleSums.Of(Input(s_large), Input(other)), part = SampleSums.Of(Input(s_large), Input(other), options.MaxFrames);

        Assert.True(part.Tree.Count < whole.Tree.Count / 2);
        for (int column = 0; column < whole.Columns; column++)
        {
            Assert.Equal(Sum(whole, column), Sum(part, column));
        }
    }

    [Fact]
    public void Small_profile_is_left_as_it_is() =>
        Assert.Equal(PageText.Of(LargeProfile.Of(1500)).Profile.GetRawText(), PageText.Of(LargeProfile.Of(1500), new ProfilePageOptions { MaxFrames = Most }).Profile.GetRawText());

    [Fact]
    public void Bound_that_shows_nothing_is_refused() =>
        Assert.StartsWith("MaxFrames must be at least 1,000", Assert.Throws<ArgumentOutOfRangeException>(() => new ProfilePageOptions { MaxFrames = 10 }).Message, StringComparison.Ordinal);

    private static PageInput Input(ProfileData profile) => new(profile, new ReadBudget(ReadLimits.None, 0));

    private static long Sum(SampleSums sums, int column) => Enumerable.Range(0, sums.Count).Sum(sample => sums.Value(sample, column));

    /// <summary>By function and line of the leaf.</summary>
    private static SortedDictionary<string, long> FlatOf(JsonElement page)
    {
        SortedDictionary<string, long> flat = new(StringComparer.Ordinal);
        foreach ((string path, long value) in Leaves(page))
        {
            string leaf = path.Split(';')[^1];
            flat[leaf] = flat.GetValueOrDefault(leaf) + value;
        }

        return flat;
    }

    /// <summary>By way from the root, what was measured at and below its end.</summary>
    private static Dictionary<string, long> Totals(JsonElement page)
    {
        Dictionary<string, long> totals = [];
        foreach ((string path, long value) in Leaves(page))
        {
            string[] frames = path.Split(';');
            for (int length = 1; length <= frames.Length; length++)
            {
                string way = string.Join(';', frames.Take(length));
                totals[way] = totals.GetValueOrDefault(way) + value;
            }
        }

        return totals;
    }

    private static IEnumerable<(string Path, long Value)> Leaves(JsonElement page)
    {
        string[] names = [.. page.GetProperty("functions").EnumerateArray().Select(name => name.GetString()!)];
        long[] up = Numbers(page, "up"), frames = Numbers(page, "frames"), places = Numbers(page, "places"), lines = Numbers(page, "placeLines");
        string[] paths = new string[up.Length + 1];
        for (int node = 1; node <= up.Length; node++)
        {
            string frame = $"{names[frames[node - 1] >> 1]}:{lines[places[node - 1]]}";
            long parent = node - up[node - 1];
            paths[node] = parent == 0 ? frame : $"{paths[parent]};{frame}";
        }

        long[] values = [.. page.GetProperty("values")[1].EnumerateArray().Select(value => value.GetInt64())];
        return Numbers(page, "leaves").Select((leaf, sample) => (paths[leaf], values[sample]));
    }

    private static long[] Numbers(JsonElement page, string name) => [.. page.GetProperty(name).EnumerateArray().Select(number => number.GetInt64())];
}

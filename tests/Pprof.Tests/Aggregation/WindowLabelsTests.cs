using Pprof.Aggregation;
using Pprof.Format;
using Pprof.Labels;
using Pprof.Symbolization;
using Pprof.Unwinding;
using Xunit;

namespace Pprof.Tests.Aggregation;

public sealed class WindowLabelsTests
{
    private const long Tenth = 100_000_000;

    private static readonly TimeSpan s_width = TimeSpan.FromSeconds(0.1);

    [Fact]
    public void Samples_of_one_stack_are_kept_apart_by_window_which_says_when_it_begins()
    {
        SampleCounter counter = Counter(new WindowLabels(s_width));

        Count(counter, window: 0, stack: 1, value: 1);
        Count(counter, window: 7, stack: 1, value: 2);
        Count(counter, window: 7, stack: 1, value: 3);

        Assert.Equal([(0L, 1L), (7 * Tenth, 5L)], Windows(counter));
        Assert.Equal("nanoseconds", counter.Labels.LabelsOf(counter.Stacks.Entries[0].LabelSet).Single().Unit);
    }

    [Theory]
    [InlineData(9, 1)]
    [InlineData(19, 2)]
    [InlineData(100, 16)]
    public void Where_windows_are_used_up_they_become_wider_and_nothing_is_lost(int last, int expectedTenths)
    {
        WindowLabels windows = new(s_width, mostWindows: 10);
        SampleCounter counter = Counter(windows);

        for (int window = 0; window <= last; window++)
        {
            Count(counter, window, stack: 1, value: 1);
        }

        (long Start, long Value)[] seen = [.. Windows(counter)];
        Assert.Equal(expectedTenths * s_width, windows.Width);
        Assert.Equal(expectedTenths > 1, windows.IsCoarser);
        Assert.Equal(last + 1, seen.Sum(one => one.Value));
        Assert.InRange(seen.Length, last < 10 ? last + 1 : 5, 10);
        Assert.All(seen.SkipLast(1), one => Assert.Equal(expectedTenths, one.Value));
        Assert.All(seen, one => Assert.Equal(0, one.Start % (expectedTenths * Tenth)));
    }

    [Fact]
    public void Many_sets_of_labels_make_windows_wider_too_until_there_is_one()
    {
        WindowLabels windows = new(s_width, mostNumbers: 20);
        SampleCounter counter = Counter(windows);

        for (int window = 0; window < 40; window++)
        {
            counter.Labels.TryAdd(LabelSet.Empty.With(KeyValuePair.Create("request", $"{window}")), out int set);
            counter.Add(Stack(1), counter.InWindow(set, window), 1);
        }

        Assert.Equal(40, Windows(counter).Sum(one => one.Value));
        Assert.Equal(40, counter.Stacks.Count);
        Assert.False(windows.CanJoin);
    }

    [Fact]
    public void A_program_that_has_a_label_of_this_name_keeps_its_own()
    {
        SampleCounter counter = Counter(new WindowLabels(s_width));
        counter.Labels.TryAdd(LabelSet.Empty.With(KeyValuePair.Create("window", "north")), out int set);

        counter.Add(Stack(1), counter.InWindow(set, 3), 1);

        Assert.Equal("north", counter.Labels.LabelsOf(counter.Stacks.Entries[0].LabelSet).Single().Text);
    }

    [Fact]
    public void Without_windows_a_set_of_labels_keeps_its_number() => Assert.Equal(5, Counter(null).InWindow(5, 3));

    private static SampleCounter Counter(WindowLabels? windows) => new(new Names(), (_, _) => 0) { Labels = new LabelTable { Windows = windows } };

    private static void Count(SampleCounter counter, int window, ulong stack, long value) => counter.Add(Stack(stack), counter.InWindow(0, window), value);

    private static CodeAddress[] Stack(ulong address) => [CodeAddress.Native(address)];

    /// <summary>Beginning of each window and sum of the values in it.</summary>
    private static IEnumerable<(long Start, long Value)> Windows(SampleCounter counter)
    {
        SortedDictionary<long, long> sums = [];
        foreach (ref readonly StackEntry entry in counter.Stacks.Entries)
        {
            Label window = counter.Labels.LabelsOf(entry.LabelSet).Single(label => label.Key == WindowLabels.Key);
            sums[window.Number] = sums.GetValueOrDefault(window.Number) + counter.Stacks.ValuesOf(entry)[0];
        }

        return sums.Select(pair => (pair.Key, pair.Value));
    }

    private sealed class Names : ISymbolSource
    {
        public LocationSymbol Resolve(CodeAddress address) => new(new FunctionSymbol($"F{address.Value}", ""), 0, false);
    }
}

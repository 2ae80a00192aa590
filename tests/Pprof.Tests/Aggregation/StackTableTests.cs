using Pprof.Aggregation;
using Pprof.TestSupport;
using Xunit;

namespace Pprof.Tests.Aggregation;

public sealed class StackTableTests
{
    [Fact]
    public void Equal_stacks_with_equal_labels_are_one_entry_with_the_sum_of_their_weights()
    {
        StackTable<int> table = new();

        table.TryAdd([1, 2, 3], labelSet: 0, 20);
        table.TryAdd([1, 2, 3], labelSet: 0, 40);

        Assert.Equal(["1,2,3 #0 = 60"], Print(table));
    }

    [Fact]
    public void Stacks_that_differ_in_a_frame_in_length_or_in_labels_are_told_apart_in_the_order_they_were_met()
    {
        StackTable<int> table = new();

        table.TryAdd([1, 2, 3], 0, 1);
        table.TryAdd([1, 2, 4], 0, 2);
        table.TryAdd([1, 2], 0, 3);
        table.TryAdd([1, 2, 3], 7, 4);
        table.TryAdd([], 0, 5);

        Assert.Equal(["1,2,3 #0 = 1", "1,2,4 #0 = 2", "1,2 #0 = 3", "1,2,3 #7 = 4", " #0 = 5"], Print(table));
    }

    [Fact]
    public void A_full_table_refuses_new_stacks_but_counts_those_it_has_and_markers()
    {
        StackTable<int> table = new(maxFrames: 5);

        Assert.True(table.TryAdd([1, 2, 3], 0, 1));
        Assert.False(table.TryAdd([4, 5, 6], 0, 1));
        Assert.True(table.TryAdd([1, 2, 3], 0, 1));
        Assert.True(table.TryAdd([4, 5], 0, 1));
        Assert.False(table.TryAdd([9], 0, 1));
        table.AddMarker(9, 1);
        table.AddMarker(9, 1);

        Assert.Equal(["1,2,3 #0 = 2", "4,5 #0 = 1", "9 #0 = 2"], Print(table));
    }

    [Fact]
    public void A_hundred_thousand_distinct_stacks_are_all_found_again_after_the_table_has_grown()
    {
        StackTable<int> table = new();
        for (int round = 0; round < 2; round++)
        {
            for (int i = 0; i < 100_000; i++)
            {
                Assert.True(table.TryAdd([i, i / 7, i / 49], i & 3, 1));
            }
        }

        Assert.Equal(100_000, table.Count);
        Assert.All(table.Entries.ToArray(), entry => Assert.Equal(2, table.ValuesOf(entry)[0]));
    }

    [Fact]
    public void Counting_a_known_stack_allocates_nothing()
    {
        StackTable<int> table = new();
        int[] stack = [1, 2, 3, 4];
        table.TryAdd(stack, 0, 1);

        Assert.Equal(0, Allocation.LeastOf(() =>
        {
            for (int i = 0; i < 10_000; i++)
            {
                table.TryAdd(stack, 0, 1);
            }
        }));
    }

    [Fact]
    public void Frames_of_eight_bytes_and_an_odd_number_of_four_are_told_apart_by_their_last_frame()
    {
        StackTable<long> wide = new(valueCount: 0);
        StackTable<int> narrow = new(valueCount: 0);
        for (int i = 0; i < 100; i++)
        {
            Assert.True(wide.TryNumber([1, 2, i], 0, out int number) && number == i);
            Assert.True(narrow.TryNumber([1, 2, i], 0, out number) && number == i);
            Assert.True(narrow.TryNumber([1, 2, i], 0, out number) && number == i);
        }
    }

    [Fact]
    public void Copy_keeps_what_was_there_while_the_table_goes_on()
    {
        StackTable<int> table = new();
        table.TryAdd([1, 2, 3], 0, 1);
        StackTable<int> copy = table.Copy();
        for (int i = 0; i < 3000; i++)
        {
            table.TryAdd([1, 2, i], 0, 1);
        }

        Assert.Equal(["1,2,3 #0 = 1"], Print(copy));
        Assert.Equal(3000, table.Count);
    }

    private static List<string> Print(StackTable<int> table)
    {
        List<string> lines = [];
        foreach (StackEntry entry in table.Entries)
        {
            lines.Add($"{string.Join(',', table.FramesOf(entry).ToArray())} #{entry.LabelSet} = {table.ValuesOf(entry)[0]}");
        }

        return lines;
    }
}

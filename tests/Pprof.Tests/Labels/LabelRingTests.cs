using Pprof.Labels;
using Pprof.TestSupport;
using Xunit;

namespace Pprof.Tests.Labels;

public sealed class LabelRingTests
{
    private static readonly LabelSet[] s_sets = [.. Enumerable.Range(0, 64).Select(i => LabelSet.Empty.With(new KeyValuePair<string, string>("n", $"{i}")))];

    [Theory]
    [InlineData(9, null)]
    [InlineData(10, "1")]
    [InlineData(19, "1")]
    [InlineData(20, "2")]
    [InlineData(39, "3")]
    [InlineData(1000, "4")]
    public void Change_is_in_force_from_its_time_until_the_next(long time, string? expected)
    {
        LabelRing ring = Ring(8, 4);

        Assert.Equal(expected, ring.Find(time)?["n"]);
    }

    [Fact]
    public void Latest_of_changes_at_the_same_time_is_in_force()
    {
        LabelRing ring = new(8);
        ring.Add(5, s_sets[1]);
        ring.Add(5, s_sets[2]);

        Assert.Same(s_sets[2], ring.Find(5));
    }

    [Fact]
    public void Overwritten_changes_are_unknown_and_the_others_stay()
    {
        LabelRing ring = Ring(8, 20);

        Assert.Null(ring.Find(139));
        Assert.All(Enumerable.Range(14, 7), i => Assert.Same(s_sets[i], ring.Find((10 * i) + 5)));
        Assert.True(ring.IsFull);
        Assert.Equal(150, ring.EndOfOldest);
    }

    [Fact]
    public void Enlarged_ring_has_the_same_changes()
    {
        LabelRing ring = Ring(8, 20).Enlarged(16);
        ring.Add(1000, s_sets[50]);

        Assert.False(ring.IsFull);
        Assert.All(Enumerable.Range(14, 7), i => Assert.Same(s_sets[i], ring.Find((10 * i) + 5)));
        Assert.Same(s_sets[50], ring.Find(1000));
    }

    [Fact]
    public void Adding_and_finding_allocate_nothing()
    {
        LabelRing ring = Ring(8, 20);
        long time = 1000;

        Assert.Equal(0, Allocation.LeastOf(() =>
        {
            ring.Add(time++, s_sets[1]);
            ring.Find(time);
        }));
    }

    // Every answer must be right or unknown while the slots are overwritten under the reader's hands.
    [Fact]
    public void Reader_beside_the_adding_thread_gets_no_wrong_answer()
    {
        const long Changes = 300_000;
        LabelRing ring = new(32);
        ring.Add(0, s_sets[0]);
        long written = 0;
        Thread adding = new(() =>
        {
            for (long i = 1; i < Changes; i++)
            {
                ring.Add(i * 10, s_sets[i % s_sets.Length]);
                Volatile.Write(ref written, i);
            }
        });
        adding.UnsafeStart();
        Random random = new(7);
        int right = 0;
        for (long last = 0; last < Changes - 1; last = Volatile.Read(ref written))
        {
            long change = Math.Max(0, last - random.Next(40));
            if (ring.Find((change * 10) + random.Next(10)) is { } labels)
            {
                Assert.Same(s_sets[change % s_sets.Length], labels);
                right++;
            }
        }

        adding.Join();
        Assert.Same(s_sets[(Changes - 1) % s_sets.Length], ring.Find(long.MaxValue));
        TestContext.Current.TestOutputHelper?.WriteLine($"{right} answers");
    }

    // Change i at the time 10 · i.
    private static LabelRing Ring(int capacity, int changes)
    {
        LabelRing ring = new(capacity);
        for (int i = 1; i <= changes; i++)
        {
            ring.Add(10 * i, s_sets[i]);
        }

        return ring;
    }
}

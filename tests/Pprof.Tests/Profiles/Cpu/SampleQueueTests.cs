using Pprof.Labels;
using Pprof.Profiles.Cpu;
using Pprof.Sampling;
using Xunit;

namespace Pprof.Tests.Profiles.Cpu;

public sealed class SampleQueueTests
{
    [Fact]
    public void Samples_come_out_as_they_went_in_batch_by_batch()
    {
        SampleQueue queue = new();
        Add(queue, rip: 1, [1, 2, 3, 4, 5, 6, 7, 8]);
        Add(queue, rip: 2, []);
        queue.Post();
        Add(queue, rip: 3, [9, 10, 11, 12, 13, 14, 15, 16]);
        queue.Complete();

        Assert.Equal(["1: 1 2 3 4 5 6 7 8", "2: "], Print(queue.Take()!));
        Assert.Equal(["3: 9 10 11 12 13 14 15 16"], Print(queue.Take()!));
        Assert.Null(queue.Take());
    }

    [Fact]
    public void What_finds_no_room_is_lost_by_its_weight_and_what_comes_after_room_was_made_is_kept()
    {
        SampleQueue queue = new(maxBytes: 100);
        Add(queue, rip: 1, new byte[200]);
        queue.Post();

        Add(queue, rip: 2, new byte[200]);
        queue.AddLost(5);
        queue.Return(queue.Take()!);
        Add(queue, rip: 3, []);
        queue.Complete();

        SampleBatch second = queue.Take()!;
        Assert.Equal(7 + 5, second.LostWeight);
        Assert.Equal(7, queue.DroppedWeight);
        Assert.Equal(["3: "], Print(second));
    }

    [Fact]
    public async Task Take_waits_for_a_batch_and_for_the_end()
    {
        SampleQueue queue = new();
        Task<int> walker = Task.Factory.StartNew(() => CountBatches(queue), TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        for (int i = 0; i < 100; i++)
        {
            Add(queue, rip: 1, []);
            queue.Post();
            await Task.Yield();
        }

        queue.Complete();

        Assert.Equal(100, await walker);
    }

    [Fact]
    public void Order_comes_behind_what_was_added_before_it_also_when_nothing_was()
    {
        SampleQueue queue = new() { Period = 10 };
        List<string> done = [];
        Add(queue, rip: 1, []);
        queue.Post(() => done.Add("first"));
        queue.Post(() => done.Add("second"));
        queue.Complete();

        SampleBatch batch = queue.Take()!;
        Assert.Equal(["1: "], Print(batch));
        Assert.Equal(10, batch.Period);
        batch.Order!();
        queue.Return(batch);
        queue.Take()!.Order!();
        Assert.Equal(["first", "second"], done);
        Assert.Null(queue.Take());
    }

    [Fact]
    public void Samples_carry_their_labels_by_number()
    {
        SampleQueue queue = new();
        LabelSet labels = LabelSet.Empty.With(new KeyValuePair<string, string>("a", "b"));
        queue.Add(new RawStack(default, 0x7000, [], 0), threadId: 1, weight: 1, labels);
        queue.Add(new RawStack(default, 0x7000, [], 0), threadId: 1, weight: 1, LabelSet.Empty);
        queue.Add(new RawStack(default, 0x7000, [], 0), threadId: 1, weight: 1, labels);
        queue.Complete();

        SampleBatch batch = queue.Take()!;
        int offset = 0;
        List<int> numbers = [];
        while (batch.TryRead(ref offset, out SampleHeader header, out _))
        {
            numbers.Add(header.LabelSetId);
        }

        Assert.Equal([1, 0, 1], numbers);
        Assert.Same(labels, Assert.Single(batch.Labels));
    }

    private static void Add(SampleQueue queue, ulong rip, byte[] stack) =>
        queue.Add(new RawStack(new Registers { Rip = rip }, 0x7000, stack, 0), threadId: 1, weight: 7, LabelSet.Empty);

    private static int CountBatches(SampleQueue queue)
    {
        int count = 0;
        while (queue.Take() is { } batch)
        {
            count++;
            queue.Return(batch);
        }

        return count;
    }

    private static List<string> Print(SampleBatch batch)
    {
        List<string> samples = [];
        int offset = 0;
        while (batch.TryRead(ref offset, out SampleHeader header, out RawStack stack))
        {
            samples.Add($"{header.Registers.Rip}: {string.Join(' ', stack.Bytes.ToArray())}");
        }

        return samples;
    }
}

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

    private static void Add(SampleQueue queue, ulong rip, byte[] stack) =>
        queue.Add(new RawStack(new Registers { Rip = rip }, 0x7000, stack, 0), threadId: 1, weight: 7, labelSetId: 0);

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

using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Pprof.EventPipe.Hub;
using Pprof.Profiles.Waits;
using Pprof.TestSupport;
using Xunit;
using Proto = Pprof.TestSupport.Proto;

namespace Pprof.EndToEnd.Tests.Waits;

/// <summary>A thread of the program that waits for work in a queue is told from one that is held up.</summary>
public sealed class IdleConsumerTests
{
    private const string Prefix = "Pprof.EndToEnd.Tests.Waits.IdleConsumerTests.";
    private const int Items = 40;

    [Fact]
    public void Consumer_of_a_queue_is_labelled_from_its_tenth_wait()
    {
        Proto.Profile block = Record();
        for (int tries = 1; Idle(block).Length == 0 && tries < 20; tries++)
        {
            // On a busy machine the consumer may get no processor for longer than it waits.
            block = Record();
        }

        Assert.NotEmpty(Idle(block));
        Assert.All(Idle(block), sample => Assert.Equal(["loop"], [ProfileOracle.Label(block, sample, "idle")]));
        Assert.All(Of(block), sample => Assert.Equal($"{Prefix}Consume", ProfileOracle.Names(block, sample).First()));
        Assert.All(Of(block), sample => Assert.StartsWith("BlockingCollection.", ProfileOracle.Label(block, sample, "wait"), StringComparison.Ordinal));
    }

    private static Proto.Sample[] Idle(Proto.Profile block) => [.. Of(block).Where(sample => ProfileOracle.Label(block, sample, "idle") is not null)];

    private static Proto.Sample[] Of(Proto.Profile block) =>
        [.. block.Sample.Where(sample => ProfileOracle.Names(block, sample).Contains($"{Prefix}Consume"))];

    private static Proto.Profile Record()
    {
        WaitProfile block = new(new EventHub(), WaitSource.Block);
        Assert.Null(block.TryEnable());
        using BlockingCollection<int> queue = [];
        Thread consumer = new(() => Consume(queue)) { IsBackground = true };
        consumer.Start();
        for (int i = 0; i < Items; i++)
        {
            Thread.Sleep(10);
            queue.Add(i);
        }

        queue.CompleteAdding();
        Assert.True(consumer.Join(Patience.Limit));
        block.Disable();
        using MemoryStream stream = new();
        block.WriteTo(stream, debug: 0);
        return ProfileOracle.AssertValid(stream);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Consume(BlockingCollection<int> queue)
    {
        while (queue.TryTake(out _, Timeout.Infinite))
        {
        }
    }
}

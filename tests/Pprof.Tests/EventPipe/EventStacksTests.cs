using System.Runtime.InteropServices;
using Pprof.EventPipe.Hub;
using Xunit;

namespace Pprof.Tests.EventPipe;

public sealed class EventStacksTests
{
    [Fact]
    public void Stack_is_found_until_numbers_start_anew()
    {
        EventStacks stacks = new();
        Add(stacks, 1, 10, 11);
        Add(stacks, 2);
        Add(stacks, 3, 30);

        Assert.Equal([10UL, 11], stacks.Find(1).ToArray());
        Assert.Empty(stacks.Find(2).ToArray());
        Assert.Empty(stacks.Find(9).ToArray());
        stacks.Forget();
        Assert.Empty(stacks.Find(1).ToArray());
        Add(stacks, 1, 40);
        Assert.Equal([40UL], stacks.Find(1).ToArray());
    }

    [Fact]
    public void Stacks_beyond_the_bound_are_empty()
    {
        EventStacks stacks = new(mostAddresses: 3);
        Add(stacks, 1, 10, 11);
        Add(stacks, 2, 20, 21);
        Add(stacks, 3, 30);

        Assert.Empty(stacks.Find(2).ToArray());
        Assert.Equal([30UL], stacks.Find(3).ToArray());
    }

    private static void Add(EventStacks stacks, uint id, params ulong[] addresses) => stacks.Add(id, MemoryMarshal.AsBytes<ulong>(addresses));
}

using Pprof.Images;
using Pprof.Runtime;
using Xunit;

namespace Pprof.Tests.Runtime;

public class ThreadListTests
{
    private static readonly ThreadList s_list = ThreadList.TryCreate(ContractDescriptor.TryLoad(out _)!, out _)!;

    // The link has the form "<process>/task/<thread>" and is resolved for the thread that asks.
    private static int OwnThreadId() => int.Parse(Path.GetFileName(File.ResolveLinkTarget("/proc/thread-self", false)!.Name), null);

    [Fact]
    public void Own_thread_has_a_frame_chain_that_can_be_read()
    {
        ulong address = s_list.FindFrameChainAddress(OwnThreadId());
        Assert.NotEqual(0UL, address);
        Assert.True(SafeMemory.TryRead(address, out ulong _));
    }

    [Fact]
    public void Unknown_and_native_threads_have_none()
    {
        Thread unstarted = new(() => { });
        Assert.Equal(0UL, s_list.FindFrameChainAddress(0));
        GC.KeepAlive(unstarted);
        Assert.Equal(0UL, s_list.FindFrameChainAddress(int.MaxValue));
    }

    [Fact]
    public void Threads_are_found_while_others_come_and_go()
    {
        int missed = 0;
        for (int round = 0; round < 20; round++)
        {
            var threads = Enumerable.Range(0, 10)
                .Select(_ => new Thread(() => missed += s_list.FindFrameChainAddress(OwnThreadId()) == 0 ? 1 : 0)).ToList();
            threads.ForEach(t => t.Start());
            threads.ForEach(t => t.Join());
        }

        Assert.Equal(0, missed);
    }

    [Fact]
    public void Each_thread_has_its_own_chain()
    {
        ulong mine = s_list.FindFrameChainAddress(OwnThreadId());
        ulong other = 0;
        var thread = new Thread(() => other = s_list.FindFrameChainAddress(OwnThreadId()));
        thread.Start();
        thread.Join();
        Assert.NotEqual(mine, other);
        Assert.NotEqual(0UL, other);
    }
}

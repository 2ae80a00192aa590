using Pprof.Images;
using Pprof.Interop;
using Pprof.Runtime;
using Pprof.Tests.Sampling;
using Xunit;

namespace Pprof.Tests.Runtime;

public sealed class ThreadSlotsTests
{
    private static readonly ThreadList s_threads = ThreadList.TryCreate(ContractDescriptor.TryLoad(out _)!, out _)!;

    private readonly ThreadSlots _slots =
        ThreadSlots.TryFind(Libc.GetThreadId(), s_threads.FindFrameChainAddress(Libc.GetThreadId()))!;

    [Fact]
    public void Variable_of_another_managed_thread_names_the_Thread_that_the_list_has()
    {
        using Sleeper sleeper = new();
        Assert.True(SafeMemory.TryRead(_slots.Find(sleeper.ThreadId), out ulong thread));
        Assert.NotEqual(0UL, thread);
        Assert.Equal(s_threads.FindFrameChainAddress(sleeper.ThreadId), thread + _slots.FrameOffset);
    }

    [Fact]
    public void Variable_is_cleared_while_the_thread_still_exists()
    {
        bool seen = false;
        for (int i = 0; i < 2_000 && !seen; i++)
        {
            seen = IsSeenCleared();
        }

        Assert.True(seen, "In 2,000 threads the variable never read null before the end of the thread.");
    }

    [Fact]
    public void Thread_that_is_none_has_no_variable()
    {
        Assert.Equal(0UL, _slots.Find(int.MaxValue));
        Assert.Null(ThreadSlots.TryFind(Libc.GetThreadId(), 0));
        Assert.Null(ThreadSlots.TryFind(Libc.GetThreadId(), 0x1234_5678_9abc));
    }

    private bool IsSeenCleared()
    {
        Sleeper sleeper = new();
        int id = sleeper.ThreadId;
        ulong slot = _slots.Find(id);
        Thread ending = new(sleeper.Dispose);
        ending.Start();
        bool seen = false;
        while (_slots.Find(id) == slot && SafeMemory.TryRead(slot, out ulong thread) && !seen)
        {
            seen = thread == 0;
        }

        ending.Join();
        return seen;
    }
}

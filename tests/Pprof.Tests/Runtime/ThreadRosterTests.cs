using Pprof.Runtime;
using Pprof.Sampling;
using Pprof.Tests.Sampling;
using Xunit;

namespace Pprof.Tests.Runtime;

public sealed class ThreadRosterTests
{
    private static readonly ThreadRoster s_roster = ThreadRoster.TryCreate(ContractDescriptor.TryLoad(out _)!, out _)!;

    [Fact]
    public void Own_thread_is_in_the_roster_with_both_its_ids() =>
        Assert.Contains(s_roster.Read(), thread => thread.OsId == StackCapture.CurrentThreadId && thread.ManagedId == Environment.CurrentManagedThreadId);

    [Fact]
    public void Thread_that_was_not_started_is_not_there()
    {
        Thread unstarted = new(() => { });
        Assert.DoesNotContain(s_roster.Read(), thread => thread.ManagedId == unstarted.ManagedThreadId || thread.OsId == 0);
    }

    [Fact]
    public void Thread_that_lives_is_never_missed_while_others_come_and_go()
    {
        using Sleeper sleeper = new();
        int missed = 0;
        for (int round = 0; round < 20; round++)
        {
            List<Thread> threads = [.. Enumerable.Range(0, 10).Select(_ => new Thread(() => { }))];
            threads.ForEach(thread => thread.Start());
            missed += s_roster.Read().Exists(thread => thread.OsId == sleeper.ThreadId) ? 0 : 1;
            threads.ForEach(thread => thread.Join());
        }

        Assert.Equal(0, missed);
    }
}

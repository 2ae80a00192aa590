using Pprof.Profiles.Goroutine;
using Pprof.Profiles.Naming;
using Pprof.Profiles.Operations;
using Pprof.Runtime;
using Pprof.Symbolization;
using Pprof.Unwinding;
using Xunit;

namespace Pprof.Tests.Profiles.Goroutine;

/// <summary>What is left of the profile where the runtime or the system offers less.</summary>
public sealed class GoroutineSnapshotTests
{
    [Fact]
    public void Without_the_runtimes_list_of_threads_all_are_interrupted_and_a_comment_says_so()
    {
        using ParkedThread parked = new();

        GoroutineSnapshot snapshot = GoroutineSnapshot.Take(ProfilingParts.OfCounts, roster: default, noSignal: null);

        ThreadUnit unit = Assert.Single(snapshot.Threads, thread => thread.Thread.OsId == parked.OsId);
        Assert.Equal(parked.Trace, Names(unit).SkipWhile(name => name != parked.Trace[0]));
        Assert.All(snapshot.Threads, thread => Assert.Contains(thread.Frames.ToArray(), frame => frame.Kind is CodeKind.Managed or CodeKind.Method));
        // What works for the library meanwhile, for tests beside this one, has a comment of its own.
        Assert.Single(snapshot.Comments, comment => comment.StartsWith("degraded: waiting threads were interrupted", StringComparison.Ordinal));
    }

    [Fact]
    public void Without_the_signal_the_caller_is_alone_and_a_comment_says_why()
    {
        GoroutineSnapshot snapshot = GoroutineSnapshot.Take(ProfilingParts.OfCounts, RuntimeDescription.Current.Roster, "No signal here.");

        ThreadUnit caller = Assert.Single(snapshot.Threads);
        Assert.Equal(Environment.CurrentManagedThreadId, caller.Thread.ManagedId);
        Assert.EndsWith(nameof(Without_the_signal_the_caller_is_alone_and_a_comment_says_why), Names(caller)[0], StringComparison.Ordinal);
        Assert.EndsWith("No signal here.", Assert.Single(snapshot.Comments), StringComparison.Ordinal);
    }

    private static List<string> Names(ThreadUnit unit)
    {
        lock (ProfilingParts.OfCounts.Gate)
        {
            return [.. unit.Frames.ToArray().Select(frame => ProfilingParts.OfCounts.Symbols.Resolve(frame).Function?.Name ?? "?")];
        }
    }
}

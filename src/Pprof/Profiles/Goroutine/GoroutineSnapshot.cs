using Pprof.Profiles.Naming;
using Pprof.Profiles.Operations;
using Pprof.Profiles.OwnStack;
using Pprof.Runtime;
using Pprof.Sampling;

namespace Pprof.Profiles.Goroutine;

/// <summary>What the profile <c>goroutine</c> holds at one moment. Any thread; several may be taken at the same time.</summary>
internal sealed class GoroutineSnapshot
{
    // A program that collects 100 times a second disturbs every third snapshot of a hundred threads, which takes 3 ms.
    private const int MostTries = 3;

    private GoroutineSnapshot(IReadOnlyList<ThreadUnit> threads, IReadOnlyList<AsyncOperation> tasks, IReadOnlyList<string> comments)
    {
        Threads = threads;
        Tasks = tasks;
        Comments = comments;
    }

    /// <summary>The caller's first, then in the order of their managed ids.</summary>
    public IReadOnlyList<ThreadUnit> Threads { get; }

    /// <summary>Async operations in flight, those that are alike in one entry; none while they are not recorded.</summary>
    public IReadOnlyList<AsyncOperation> Tasks { get; }

    /// <summary>What is missing and why.</summary>
    public IReadOnlyList<string> Comments { get; }

    public int Count => Threads.Count + Tasks.Sum(task => task.Count);

    /// <param name="withHeld">Whether the threads shall say which operations they run or are blocked on.</param>
    public static GoroutineSnapshot Take(bool withHeld = false) =>
        Take(ProfilingParts.OfCounts, RuntimeDescription.Current.Roster, ActivationSignal.NotSupportedReason, withHeld);

    /// <param name="parts">Its gate is held for each stack.</param>
    /// <param name="roster">When the runtime's threads are not described, every thread of the process is interrupted once.</param>
    /// <param name="noSignal">Why no other thread can be asked for its stack, or null.</param>
    /// <param name="withHeld">Whether the threads shall say which operations they run or are blocked on.</param>
    public static GoroutineSnapshot Take(ProfilingParts parts, RuntimePart<ThreadRoster> roster, string? noSignal, bool withHeld = false)
    {
        IReadOnlyList<AsyncOperation> tasks = WithoutOwn(AsyncOperations.Collect(), parts, out int own);
        if (noSignal is not null)
        {
            return new GoroutineSnapshot(CallerAlone(parts), tasks, [$"degraded: only the thread that wrote this profile is in it. {noSignal}"]);
        }

        HeldObjects held = new(withHeld ? OperationsOfThreads.ObjectsOf(tasks) : []);
        ThreadCollector threads = ThreadsNow.Capture(parts, roster.Value, held);
        for (int tries = 1; held.WasDisturbed && tries < MostTries; tries++)
        {
            threads = ThreadsNow.Capture(parts, roster.Value, held);
        }

        string?[] shortcomings =
            [Interrupted(roster), threads.Refusal, TellOwn(threads.Own, own), TaskSwitch.Shared.Tracking?.Shortcoming];
        return new GoroutineSnapshot(threads.InOrder(), tasks, [.. shortcomings.OfType<string>()]);
    }

    private static List<AsyncOperation> WithoutOwn(IReadOnlyList<AsyncOperation> tasks, ProfilingParts parts, out int own)
    {
        LibraryFrames library = new(parts);
        List<AsyncOperation> shown = new(tasks.Count);
        own = 0;
        foreach (AsyncOperation task in tasks)
        {
            lock (parts.Gate)
            {
                bool isOwn = library.IsOwnWork(task.Frames.Span);
                own += isOwn ? task.Count : 0;
                if (!isOwn)
                {
                    shown.Add(task);
                }
            }
        }

        return shown;
    }

    private static string? TellOwn(int threads, int tasks) =>
        threads + tasks == 0 ? null : $"Left out, as they work for this library alone: {threads} threads, {tasks} async operations.";

    private static List<ThreadUnit> CallerAlone(ProfilingParts parts)
    {
        ThreadCollector collector = new(parts, callerId: 0, new HeldObjects([]));
        collector.AddCaller(LiveStack.Capture(0));
        return collector.InOrder();
    }

    private static string? Interrupted(RuntimePart<ThreadRoster> roster) =>
        roster.Value is null ? InterruptedBecause(roster.Reason)
        : SystemCallFile.IsAvailable ? null : InterruptedBecause("the kernel does not tell which threads wait");

    private static string InterruptedBecause(string? reason) =>
        $"degraded: waiting threads were interrupted to copy their stacks, because {reason ?? "it was asked for"}";
}

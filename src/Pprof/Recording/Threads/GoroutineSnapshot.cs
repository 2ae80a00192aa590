using Pprof.Runtime;
using Pprof.Sampling;

namespace Pprof.Recording;

/// <summary>What the profile <c>goroutine</c> holds at one moment. Any thread; several may be taken at the same time.</summary>
internal sealed class GoroutineSnapshot
{
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

    public static GoroutineSnapshot Take() => Take(ProfilingParts.OfCounts, ProfilingParts.OfCounts.Roster, ActivationSignal.NotSupportedReason);

    /// <param name="parts">Its lock is taken for each stack.</param>
    /// <param name="roster">Null when the runtime's threads are not described: then every thread of the process is interrupted once.</param>
    /// <param name="noSignal">Why no other thread can be asked for its stack, or null.</param>
    public static GoroutineSnapshot Take(ProfilingParts parts, ThreadRoster? roster, string? noSignal)
    {
        ThreadCollector collector = new(parts, noSignal is null ? StackCapture.CurrentThreadId : 0);
        List<string> comments = [];
        if (noSignal is not null)
        {
            comments.Add($"degraded: only the thread that wrote this profile is in it. {noSignal}");
            collector.AddCaller(LiveStack.Capture(0));
        }
        else
        {
            Capture(parts, roster, collector, comments);
        }

        return new GoroutineSnapshot(collector.InOrder(), AsyncOperations.Collect(), comments);
    }

    private static void Capture(ProfilingParts parts, ThreadRoster? roster, ThreadCollector collector, List<string> comments)
    {
        using ThreadSnapshot snapshot = new(roster, parts.Frames, parts.Threads is { } threads ? threads.FindFrameChainAddress : null);
        snapshot.Take(roster?.Read() ?? ThreadsOfProcess(), collector);
        if (roster is null)
        {
            comments.Add($"degraded: waiting threads were interrupted to copy their stacks, because {parts.RosterReason ?? "it was asked for"}");
        }
    }

    private static List<RuntimeThread> ThreadsOfProcess()
    {
        using TaskDirectory directory = new();
        List<TaskEntry> tasks = [];
        directory.TryRead(tasks);
        return tasks.ConvertAll(task => new RuntimeThread(0, task.Id, 0));
    }
}

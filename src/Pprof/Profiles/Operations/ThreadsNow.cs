using Pprof.Profiles.Naming;
using Pprof.Runtime;
using Pprof.Sampling;

namespace Pprof.Profiles.Operations;

/// <summary>The threads of the process with their stacks, each at an instant of its own. Any thread, several at once.</summary>
internal static class ThreadsNow
{
    /// <param name="parts">Its gate is held for each stack.</param>
    /// <param name="roster">Null when the runtime's threads are not described: then every thread of the process is interrupted once.</param>
    /// <param name="held">What to look for on the stacks.</param>
    public static ThreadCollector Capture(ProfilingParts parts, ThreadRoster? roster, HeldObjects held)
    {
        ThreadCollector collector = new(parts, StackCapture.CurrentThreadId, held);
        using ThreadSnapshot snapshot = new(
            roster, RuntimeDescription.Current.Frames.Value, RuntimeDescription.Current.Threads.Value is { } threads ? threads.FindFrameChainAddress : null);
        held.Begin();
        snapshot.Take(roster?.Read() ?? ThreadsOfProcess(), collector);
        return collector;
    }

    private static List<RuntimeThread> ThreadsOfProcess()
    {
        using TaskDirectory directory = new();
        List<TaskEntry> tasks = [];
        directory.TryRead(tasks);
        return tasks.ConvertAll(task => new RuntimeThread(0, task.Id, 0));
    }
}

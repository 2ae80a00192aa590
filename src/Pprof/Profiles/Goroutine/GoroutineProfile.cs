using Pprof.Aggregation;
using Pprof.Labels;
using Pprof.Profiles.Catalog;
using Pprof.Profiles.Naming;
using Pprof.Profiles.Operations;
using Pprof.Unwinding;

namespace Pprof.Profiles.Goroutine;

/// <summary>
/// The units of concurrency of the process at this moment: every managed thread, and every async operation in flight while
/// these are recorded. Nothing is held between two calls. Any thread.
/// </summary>
internal sealed class GoroutineProfile : IProfileSource
{
    public const string Name = "goroutine";

    private const int OneBlockEach = 2;

    private static readonly KeyValuePair<string, string> s_thread = new("unit", "thread");
    private static readonly KeyValuePair<string, string> s_task = new("unit", "task");

    public int Count => GoroutineSnapshot.Take().Count;

    public void WriteTo(Stream stream, int debug)
    {
        GoroutineSnapshot snapshot = GoroutineSnapshot.Take(withHeld: true);
        if (debug >= OneBlockEach)
        {
            new GoroutineDump(stream).Write(snapshot);
        }
        else
        {
            StackProfile.OfCounts(Name, Counted(snapshot), "goroutine.md").WriteTo(stream, debug, Name);
        }
    }

    private static CountedStacks Counted(GoroutineSnapshot snapshot)
    {
        CountedStacks stacks = new();
        stacks.Comments.AddRange(snapshot.Comments);
        OperationsOfThreads operations = new(snapshot.Tasks, AsyncOperations.IsRunning);
        Dictionary<AsyncOperation, ThreadUnit> blocked = new(ReferenceEqualityComparer.Instance);
        Dictionary<LabelSet, LabelSet> threads = [];
        foreach (ThreadUnit thread in snapshot.Threads)
        {
            foreach (AsyncOperation one in operations.AwaitedBy(thread))
            {
                blocked[one] = thread;
            }

            stacks.Add(thread.Frames.Span, WithUnit(threads, WithAge(thread.Labels, thread.Age), s_thread), 1);
        }

        Dictionary<LabelSet, LabelSet> tasks = [];
        foreach (AsyncOperation task in snapshot.Tasks)
        {
            // The chain goes on with who is blocked on it.
            ReadOnlySpan<CodeAddress> frames = blocked.TryGetValue(task, out ThreadUnit thread) ? StitchedStack.OfAwaited(thread.Frames.Span, task.Frames.Span) : task.Frames.Span;
            stacks.Add(frames, WithUnit(tasks, WithAge(task.Labels, task.Facts.Age), s_task), task.Count);
        }

        return stacks;
    }

    private static LabelSet WithAge(LabelSet labels, TimeSpan age) => Age.AreLabels ? labels.With(new KeyValuePair<string, string>(Age.Label, Age.BucketOf(age))) : labels;

    private static LabelSet WithUnit(Dictionary<LabelSet, LabelSet> known, LabelSet labels, KeyValuePair<string, string> unit)
    {
        if (!known.TryGetValue(labels, out LabelSet? with))
        {
            known.Add(labels, with = labels.With(unit));
        }

        return with;
    }
}

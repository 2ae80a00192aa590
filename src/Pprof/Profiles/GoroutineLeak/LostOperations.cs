using System.Diagnostics;
using System.Runtime;
using Pprof.Profiles.Operations;
using Pprof.Runtime.Tasks;

namespace Pprof.Profiles.GoroutineLeak;

/// <summary>
/// One look for async operations that nothing can complete: nothing leads to them but the runtime's table. Whatever could complete an operation (a timer, a socket, a
/// queue, a source that somebody holds, a thread) leads to it. Any thread; one at a time.
/// </summary>
internal sealed class LostOperations
{
    // A finalizer that waits for something must not keep the caller waiting for ever.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    private readonly TaskTracking _tracking;
    private readonly ReleasedTasks _released;
    private Task[] _suspects = [];

    private LostOperations(TaskTracking tracking)
    {
        _tracking = tracking;
        _released = tracking.Table.Release();
    }

    /// <summary>Those that are alike in one.</summary>
    public IReadOnlyList<AsyncOperation> Found { get; private set; } = [];

    /// <summary>How many operations were looked at.</summary>
    public int Looked { get; private set; }

    /// <summary>Full garbage collections, one after the other.</summary>
    public int Collections { get; private set; }

    /// <summary>For these, and for finalizers.</summary>
    public TimeSpan Elapsed { get; private set; }

    /// <summary>Why nothing could be found; null when it could.</summary>
    public string? Refusal { get; private set; }

    public static LostOperations Find(TaskTracking tracking)
    {
        LostOperations one = new(tracking);
        long start = Stopwatch.GetTimestamp();
        lock (tracking.Table.Gate)
        {
            one.Find();
        }

        one.Elapsed = Stopwatch.GetElapsedTime(start);
        return one;
    }

    // A finalizer may complete what only an object leads to that is garbage itself, or make that object live again. So what the first collection has found must still be unreached
    // in a second, by when the finalizers of the first have run.
    private void Find()
    {
        if (GCSettings.LatencyMode == GCLatencyMode.NoGCRegion)
        {
            Refusal = "the program forbids garbage collections at the moment (GC.TryStartNoGCRegion)";
        }
        else if (Collect(TakeAll, (reached, lost) => _suspects = lost) && _suspects.Length > 0)
        {
            Collect(TakeSuspects, (reached, lost) => Tell(lost));
        }

        Found = _released.IsValid ? Found : [];
    }

    private bool Collect(Func<Task[]> take, Action<Task[], Task[]> found)
    {
        Collections++;
        bool isDone = UnreachableTasks.Find(take, s_patience, (reached, lost) =>
        {
            _released.PutBack(reached);
            found(reached, lost);
        });
        Refusal = isDone ? null : $"finalizers have not run for {s_patience.TotalSeconds} s; one of them waits";
        return isDone;
    }

    private Task[] TakeAll()
    {
        Task[] all = _released.Take(_tracking.Table);
        Looked = all.Length;
        return all;
    }

    private Task[] TakeSuspects()
    {
        Task[] suspects = _suspects;
        _suspects = [];
        return suspects;
    }

    // A method that runs and needs its task no more is unreached, too.
    private void Tell(Task[] lost)
    {
        _released.Forget(lost);
        Found = [.. AsyncOperations.Of(_tracking, lost).Where(one => !one.HasThread)];
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Pprof.Runtime.Tasks;

/// <summary>
/// Finds out which tasks nothing leads to any more, by one full garbage collection that stops the program while it lasts. Those are still whole: what they
/// wait for and who waits for them can be asked as before. Any thread.
/// </summary>
/// <remarks>
/// <para>
/// All tasks lie in one array, and that in an object with a finalizer to which nothing leads. The collection clears the short weak handle of each task
/// that is not reached otherwise, and then keeps the object with all it holds until its finalizer has run, which hands the array back. So the answer is of the instant of the
/// collection: a task that had completed before says so itself, and what completes afterwards was reached.
/// </para>
/// <para>Whoever calls must not hold a task, not even in a local: each step is a method that is never inlined, so that its frame is gone.</para>
/// </remarks>
internal sealed class UnreachableTasks
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _isFinalized = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task[]? _tasks;
    private Action<Task[]>? _late;

    private UnreachableTasks()
    {
    }

    /// <param name="take">Gives the tasks, and holds none afterwards.</param>
    /// <param name="patience">How long finalizers may take.</param>
    /// <param name="sort">
    /// Gets those that are reached, or complete, and those that are neither. Without the second when finalizers take longer: then it is called once more
    /// when they have run, with all tasks as reached.
    /// </param>
    /// <returns>False when finalizers took longer.</returns>
    public static bool Find(Func<Task[]> take, TimeSpan patience, Action<Task[], Task[]> sort)
    {
        UnreachableTasks one = new();
        GCHandle[] handles = one.LetGo(take);
        try
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true);
            if (one._isFinalized.Task.Wait(patience))
            {
                one.Sort(handles, sort);
                return true;
            }

            one.Abandon(tasks => sort(tasks, []));
            return false;
        }
        finally
        {
            Array.ForEach(handles, handle => handle.Free());
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private GCHandle[] LetGo(Func<Task[]> take)
    {
        Task[] tasks = take();
        GCHandle[] handles = new GCHandle[tasks.Length];
        for (int i = 0; i < tasks.Length; i++)
        {
            handles[i] = GCHandle.Alloc(tasks[i], GCHandleType.Weak);
        }

        _ = new Keeper(this, tasks);
        return handles;
    }

    // Whether it is complete is asked after its handle was found cleared: from then on nobody but a finalizer can complete it.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Sort(GCHandle[] handles, Action<Task[], Task[]> sort)
    {
        Task[] tasks = _tasks!;
        bool[] isLost = [.. handles.Zip(tasks, (handle, task) => handle.Target is null && !task.IsCompleted)];
        sort([.. tasks.Where((_, i) => !isLost[i])], [.. tasks.Where((_, i) => isLost[i])]);
        _tasks = null;
    }

    private void Abandon(Action<Task[]> late)
    {
        Task[]? arrived;
        lock (_gate)
        {
            arrived = _tasks;
            _late = late;
        }

        if (arrived is not null)
        {
            late(arrived);
        }
    }

    // The finalizer's thread.
    private void OnFinalized(Task[] tasks)
    {
        Action<Task[]>? late;
        lock (_gate)
        {
            _tasks = tasks;
            late = _late;
        }

        late?.Invoke(tasks);
        _isFinalized.SetResult();
    }

    private sealed class Keeper(UnreachableTasks owner, Task[] tasks)
    {
        ~Keeper() => owner.OnFinalized(tasks);
    }
}

using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Pprof.Runtime.Tasks;

/// <summary>
/// Has the runtime's table keep the numbers of its tasks only, for the time of a look at what else holds them. A placeholder stands for each, which the runtime takes out
/// as usual when the task completes. One thread at a time, under the gate of the table.
/// </summary>
/// <remarks>Async code waits for the lock of the table, so it is held for some hundred tasks at a time.</remarks>
internal sealed class ReleasedTasks(TaskInternals internals)
{
    private const int AtOnce = 512;
    private static readonly Task s_placeholder = Task.CompletedTask;
    private Dictionary<int, Task>? _table;

    /// <summary>Whether the table was the runtime's all the time.</summary>
    public bool IsValid => _table is not null && internals.IsTracking && ReferenceEquals(_table, internals.Table);

    /// <summary>The tasks that have not completed. Nothing of ours, and no table, holds them any more.</summary>
    public Task[] Take(TaskTable table)
    {
        _table = internals.Table;
        List<Task> taken = [];
        ForEach([.. table.Copy()], (Task task, ref Task place) =>
        {
            if (place == task && !task.IsCompleted)
            {
                place = s_placeholder;
                taken.Add(task);
            }
        });

        // .NET 11 remembers when it has suspended a method, by an object that leads to the method's task.
        internals.Suspension?.ForgetTimes();
        return [.. taken];
    }

    /// <summary>The runtime has taken out what has completed meanwhile.</summary>
    public void PutBack(Task[] tasks) => ForEach(tasks, (Task task, ref Task place) => place = place == s_placeholder && !task.IsCompleted ? task : place);

    /// <summary>Takes out tasks that nothing can complete.</summary>
    [SuppressMessage("Reliability", "CA2002", Justification = "The runtime locks on its table, so must we.")]
    public void Forget(Task[] tasks)
    {
        Dictionary<int, Task> table = _table ?? [];
        foreach (Task[] some in tasks.Chunk(AtOnce))
        {
            lock (table)
            {
                Array.ForEach(some, task => table.Remove(task.Id));
            }
        }
    }

    private delegate void Change(Task task, ref Task place);

    [SuppressMessage("Reliability", "CA2002", Justification = "The runtime locks on its table, so must we.")]
    private void ForEach(Task[] tasks, Change change)
    {
        Dictionary<int, Task> table = _table ?? [];
        foreach (Task[] some in tasks.Chunk(AtOnce))
        {
            lock (table)
            {
                foreach (Task task in some)
                {
                    ref Task place = ref CollectionsMarshal.GetValueRefOrNullRef(table, task.Id);
                    if (!Unsafe.IsNullRef(ref place))
                    {
                        change(task, ref place);
                    }
                }
            }
        }
    }
}

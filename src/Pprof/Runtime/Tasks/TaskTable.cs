using System.Diagnostics.CodeAnalysis;
using Pprof.Copies;

namespace Pprof.Runtime.Tasks;

/// <summary>
/// The runtime's table of tasks that are awaited, queued, or run an async method. It exists for debuggers: the runtime fills it while a switch is
/// on, so what started before is not in it. One thread at a time switches; any thread copies, also meanwhile.
/// </summary>
internal sealed class TaskTable(TaskInternals internals)
{
    private bool _isOurs;

    /// <summary>
    /// Held by whoever looks at tasks of the table, as long as he keeps any of them: another one may just be finding out which of them nobody else keeps. Also held while
    /// the table is switched.
    /// </summary>
    public Lock Gate { get; } = new();

    /// <summary>Leaves the tasks of the table to the garbage collector for a while.</summary>
    public ReleasedTasks Release() => new(internals);

    /// <summary>Leaves everything as found when a debugger, or another tool, has switched it on before; of copies of this library the last one switches it off.</summary>
    public void Enable()
    {
        lock (Gate)
        {
            EnableUnderGate();
        }
    }

    private void EnableUnderGate()
    {
        bool isOn = internals.IsTracking;
        _isOurs = !isOn || LibraryCopies.TaskUsers > 0;
        if (_isOurs)
        {
            LibraryCopies.ChangeTaskUsers(1);
        }

        if (!isOn)
        {
            internals.Table = [];
            internals.IsTracking = true;
        }
    }

    /// <summary>
    /// The runtime takes no task out while the switch is off, so those that are in flight would be kept for ever: an empty table takes the place of
    /// theirs. A thread that had read the switch just before may put its task into it; that is then one task, kept until the next time.
    /// Never null: the runtime reads the field again after it has put its own table there, and would lock on nothing, in the program's code.
    /// </summary>
    public void Disable()
    {
        lock (Gate)
        {
            DisableUnderGate();
        }
    }

    private void DisableUnderGate()
    {
        bool wasOurs = _isOurs;
        _isOurs = false;
        if (wasOurs && LibraryCopies.ChangeTaskUsers(-1) == 0)
        {
            internals.IsTracking = false;
            internals.Table = [];
            internals.Suspension?.ForgetTimes();
        }
    }

    /// <summary>
    /// Copies the table. Starting, awaiting and completing any async operation waits for the same lock meanwhile, so nothing else is
    /// done under it.
    /// </summary>
    public ArraySegment<Task> Copy()
    {
        Task[] tasks = [];
        while (internals.Table is { } table)
        {
            if (TryCopy(table, tasks, out int count))
            {
                return new ArraySegment<Task>(tasks, 0, count);
            }

            tasks = new Task[count + (count / 8) + 16];
        }

        return ArraySegment<Task>.Empty;
    }

    // The array is made outside the lock: making a large one can start a garbage collection.
    [SuppressMessage("Reliability", "CA2002", Justification = "The runtime locks on its table, so must we.")]
    private static bool TryCopy(Dictionary<int, Task> table, Task[] tasks, out int count)
    {
        lock (table)
        {
            count = table.Count;
            bool fits = count <= tasks.Length;
            if (fits)
            {
                table.Values.CopyTo(tasks, 0);
            }

            return fits;
        }
    }
}

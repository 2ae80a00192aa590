using Pprof.Runtime.Tasks;

namespace Pprof.Profiles.Operations;

/// <summary>
/// Which operations wait for another one of the table, directly or through objects that stand in no table (pooled boxes, tasks made of value
/// tasks). The others are where a chain begins. One thread.
/// </summary>
internal sealed class AwaitedOperations(TaskGraph graph)
{
    private readonly Stack<object> _open = [];
    private readonly List<object> _waiters = [];

    /// <summary>Those of <paramref name="tasks"/> that wait for none of them.</summary>
    public IEnumerable<Task> FindInnermost(ArraySegment<Task> tasks)
    {
        HashSet<object> waiting = new(tasks.Count, ObjectIdentity.Comparer);
        foreach (Task task in tasks)
        {
            MarkWaiters(task, waiting);
        }

        return tasks.Where(task => !waiting.Contains(task));
    }

    // Each is asked once: whoever is marked already was also asked for its own waiters. Tasks made inside are numbered first,
    // so the outer ones are mostly marked before their turn comes.
    private void MarkWaiters(Task task, HashSet<object> waiting)
    {
        if (waiting.Contains(task))
        {
            return;
        }

        _open.Push(task);
        while (_open.TryPop(out object? next))
        {
            _waiters.Clear();
            graph.AddWaiters(next, _waiters);
            foreach (object waiter in _waiters)
            {
                if (waiting.Add(waiter))
                {
                    _open.Push(waiter);
                }
            }
        }
    }
}

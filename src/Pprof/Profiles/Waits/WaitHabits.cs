using Pprof.Unwinding;

namespace Pprof.Profiles.Waits;

/// <summary>
/// Tells threads whose whole life is one wait from those that are held up on their way. A consumer that waits for work in a queue waits at one
/// place, again and again, and most of the time. <c>pprof event decoder</c>; allocates for threads not met before.
/// </summary>
/// <param name="mostThreads">Begun anew beyond; 100 bytes each.</param>
internal sealed class WaitHabits(int mostThreads = 1 << 12)
{
    /// <summary>Fewer may be chance: a thread that waits twice in a second for the same thing.</summary>
    public const int FewestWaits = 10;

    // Of the time since the thread's first wait at the place.
    private const double Share = 0.9;

    private readonly Dictionary<ulong, Habit> _threads = [];

    /// <summary>True when the thread waits nowhere else, has often done so, and does little besides.</summary>
    /// <param name="thread">The kernel's id.</param>
    /// <param name="start">Of the wait, in nanoseconds.</param>
    /// <param name="end">Of the wait.</param>
    /// <param name="stack">Leaf first.</param>
    public bool IsHabit(ulong thread, ulong start, ulong end, ReadOnlySpan<CodeAddress> stack)
    {
        HashCode hash = default;
        foreach (CodeAddress frame in stack)
        {
            hash.Add(frame);
        }

        return IsHabit(thread, start, end, hash.ToHashCode());
    }

    private bool IsHabit(ulong thread, ulong start, ulong end, int place)
    {
        if (!_threads.TryGetValue(thread, out Habit habit) || habit.Place != place)
        {
            habit = new Habit(place, start, 0, 0);
            if (_threads.Count >= mostThreads)
            {
                _threads.Clear();
            }
        }

        habit = habit with { Waited = habit.Waited + (end - Math.Min(start, end)), Waits = habit.Waits + 1 };
        _threads[thread] = habit;
        return habit.Waits >= FewestWaits && habit.Waited >= Share * (end - Math.Min(habit.Since, end));
    }

    private readonly record struct Habit(int Place, ulong Since, ulong Waited, int Waits);
}

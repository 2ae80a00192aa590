using System.Globalization;
using Pprof.Labels;
using Pprof.Runtime;
using Pprof.Sampling;

namespace Pprof.Profiles.Waits;

/// <summary>
/// The labels of a wait: those of the work that waits; of a wait for a lock, who held the lock when it began; of a wait for a socket, that it is one. <c>pprof event decoder</c>; allocates for
/// what was not met before.
/// </summary>
/// <param name="owners">Which threads events name.</param>
internal sealed class WaitLabels(LockOwners owners)
{
    /// <summary>Key of the label. Hides one of the program's own of the same key.</summary>
    public const string Key = "owner";

    /// <summary>A program that starts threads without names all the time must not have a stack for each.</summary>
    public const string Other = "[other thread]";

    /// <summary>The thread waits at one place nearly all the time.</summary>
    public const string Loop = "loop";

    private const int MostNameless = 256;

    // Threads with names of their own, times sets of labels; begun anew beyond.
    private const int MostCombinations = 1 << 14;

    // An id may become another thread's, and a thread may be named late.
    private const ulong NanosecondsOfAName = 1_000_000_000;

    private readonly HashSet<ulong> _nameless = [];
    private readonly Dictionary<ulong, (string Name, ulong Time)> _names = [];
    private readonly Dictionary<(LabelSet Labels, string Key, string Value), LabelSet> _together = [];

    /// <param name="labels">In force on the thread that waits.</param>
    /// <param name="owner">The thread that holds the lock, as the event names it; 0 when the event does not tell.</param>
    /// <param name="now">Nanoseconds.</param>
    public LabelSet With(LabelSet labels, ulong owner, ulong now)
    {
        if (owner is 0 or > int.MaxValue)
        {
            return labels;
        }

        return With(labels, Key, NameOf(owner, now));
    }

    /// <summary>With <c>wait=socket</c>.</summary>
    public LabelSet WithSocket(LabelSet labels) => With(labels, WaitLeaves.Key, "socket");

    /// <summary>With <c>idle</c>: the wait is a thread's normal state.</summary>
    /// <param name="labels">Of the wait.</param>
    /// <param name="whose">The package that the thread is of, or <see cref="Loop"/>.</param>
    public LabelSet WithIdle(LabelSet labels, string whose) => With(labels, "idle", whose);

    private LabelSet With(LabelSet labels, string key, string value)
    {
        if (!_together.TryGetValue((labels, key, value), out LabelSet? both))
        {
            ClearWhenFull(_together);
            _together.Add((labels, key, value), both = labels.With(new KeyValuePair<string, string>(key, value)));
        }

        return both;
    }

    // Its name where it has one: threads that do the same work bear the same, and their ids would tear apart what belongs together.
    private string NameOf(ulong thread, ulong now)
    {
        if (!_names.TryGetValue(thread, out (string Name, ulong Time) known) || now - known.Time > NanosecondsOfAName)
        {
            ClearWhenFull(_names);
            int? osId = owners.OsIdOf(thread);
            string name = osId is { } id ? ThreadNames.Of(id) : "";
            known = (name.Length > 0 ? name : Nameless((ulong)(osId ?? (int)thread)), now);
            _names[thread] = known;
        }

        return known.Name;
    }

    private string Nameless(ulong thread)
    {
        if (!_nameless.Contains(thread) && _nameless.Count == MostNameless)
        {
            return Other;
        }

        _nameless.Add(thread);
        return string.Create(CultureInfo.InvariantCulture, $"thread {thread}");
    }

    private static void ClearWhenFull<TKey, TValue>(Dictionary<TKey, TValue> known)
        where TKey : notnull
    {
        if (known.Count >= MostCombinations)
        {
            known.Clear();
        }
    }
}

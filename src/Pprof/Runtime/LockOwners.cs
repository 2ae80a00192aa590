using System.Diagnostics;
using System.Reflection;

namespace Pprof.Runtime;

/// <summary>
/// The kernel's id of the thread that an event names as a lock's owner. .NET 10 writes that id; .NET 11, whose locks are managed code, writes the managed
/// one, which the runtime's list of threads leads on from. One thread at a time; never throws.
/// </summary>
/// <param name="readThreads">The runtime's list; null when it is not known.</param>
/// <param name="areManaged">Whether events have managed ids.</param>
internal sealed class LockOwners(Func<IReadOnlyList<RuntimeThread>>? readThreads, bool areManaged)
{
    // Reading the list takes 0.1 ms with a hundred threads. A managed id is used again when its thread is gone.
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_shortest = TimeSpan.FromMilliseconds(50);
    private readonly Dictionary<int, int> _byManagedId = [];
    private long _readAt;

    /// <summary>For this runtime. The calling thread must be managed.</summary>
    public static LockOwners Create()
    {
        ThreadRoster? roster = RuntimeDescription.Current.Roster.Value;
        LockOwners owners = new(roster is null ? null : roster.Read, AreManagedIds());
        owners.OsIdOf((ulong)Environment.CurrentManagedThreadId);
        return owners;
    }

    /// <summary>Null when the thread is not known any more.</summary>
    public int? OsIdOf(ulong owner)
    {
        if (!areManaged)
        {
            return (int)owner;
        }

        int id = (int)owner;
        TimeSpan age = _readAt == 0 ? TimeSpan.MaxValue : Stopwatch.GetElapsedTime(_readAt);
        if (age > s_longest || (age > s_shortest && !_byManagedId.ContainsKey(id)))
        {
            Read();
        }

        return _byManagedId.TryGetValue(id, out int osId) ? osId : null;
    }

    private void Read()
    {
        _readAt = Stopwatch.GetTimestamp();
        _byManagedId.Clear();
        foreach (RuntimeThread thread in readThreads?.Invoke() ?? [])
        {
            _byManagedId[thread.ManagedId] = thread.OsId;
        }
    }

    // The runtime's event takes the id from this property of the lock.
    private static bool AreManagedIds() => typeof(Lock).GetProperty("OwningOSThreadId", BindingFlags.Instance | BindingFlags.NonPublic) is null
        && (typeof(Lock).GetProperty("OwningManagedThreadId", BindingFlags.Instance | BindingFlags.NonPublic) is not null || Environment.Version.Major >= 11);
}

using Pprof.Interop;

namespace Pprof.Labels;

/// <summary>
/// The labels in force on one thread, for those who look at it from outside: by kernel thread id, and by a cell that a signal
/// handler can read. Made when a thread first has labels; a program that never pushes any has none of this.
/// </summary>
internal sealed unsafe class ThreadLabels
{
    private static readonly LabeledThreads s_threads = new();

    [ThreadStatic]
    private static ThreadLabels? t_current;

    private readonly WeakReference<Thread> _thread = new(Thread.CurrentThread);
    private LabelScope? _scope;
    private ThreadPast? _past;

    /// <summary>Of the calling thread.</summary>
    public ThreadLabels(LabelCell* cell)
    {
        OsThreadId = Libc.GetThreadId();
        Cell = cell;
    }

    public int OsThreadId { get; }

    public LabelCell* Cell { get; }

    /// <summary>In force now, or at the end of a thread that ended.</summary>
    public LabelScope? Scope => Volatile.Read(ref _scope);

    /// <summary>What a <see cref="LabelHistory"/> remembers of the thread, perhaps one that has ended; null for nothing.</summary>
    public ThreadPast? Past { get => Volatile.Read(ref _past); set => Volatile.Write(ref _past, value); }

    /// <summary>False as soon as the thread has ended, before its id can be given to another.</summary>
    public bool IsAlive => _thread.TryGetTarget(out Thread? thread) && thread.IsAlive;

    /// <summary>Labels in force on a thread now; empty when there are none or no such thread. Any thread; never throws.</summary>
    public static LabelSet Of(int osThreadId) => s_threads.Find(osThreadId)?.Scope?.Labels ?? LabelSet.Empty;

    /// <summary>Notes what is in force on every living thread.</summary>
    public static void NoteAll(Action<LabelScope> note) => s_threads.NoteAll(note);

    /// <summary>Every thread that is known, also those that have ended.</summary>
    public static void ForEach(Action<ThreadLabels> action) => s_threads.ForEach(action);

    /// <summary>Leads the pointer to the thread's cell, at once or as soon as it has one, until <see cref="Unwatch"/>.</summary>
    public static void Watch(int osThreadId, LabelPointer* pointer) => s_threads.Watch(osThreadId, pointer);

    public static void Unwatch(int osThreadId, LabelPointer* pointer) => s_threads.Unwatch(osThreadId, pointer);

    /// <summary>
    /// Called on a thread when its labels have changed, between two pieces of the program's code. Must not throw. The log and
    /// the history are told last: whoever starts one or turns the log's page, and does not find this scope in force here, has done so before.
    /// </summary>
    public static void SetCurrent(LabelScope? scope)
    {
        ThreadLabels? current = t_current ?? (scope is null ? null : t_current = TryCreate());
        if (current is not null)
        {
            LabelScope? before = current._scope;
            Volatile.Write(ref current._scope, scope);
            Volatile.Write(ref current.Cell->Serial, scope?.Serial ?? 0);
            LabelLog.Running?.Note(scope);
            LabelHistory.Running?.Note(current, before, scope);
        }
    }

    public bool TryReplacePast(ThreadPast? known, ThreadPast past) => Interlocked.CompareExchange(ref _past, past, known) == known;

    // Without memory for it, or on a system where threads have no ids that we know, nobody sees this thread's labels; the next
    // change tries again.
    private static ThreadLabels? TryCreate()
    {
        try
        {
            return OperatingSystem.IsLinux() ? s_threads.Add(cell => new ThreadLabels((LabelCell*)cell)) : null;
        }
        catch (ThreadInterruptedException)
        {
            // Meant for the program, which gets it at its own next wait.
            Thread.CurrentThread.Interrupt();
            return null;
        }
        catch (Exception)
        {
            return null;
        }
    }
}

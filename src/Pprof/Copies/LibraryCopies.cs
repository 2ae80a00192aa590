using System.Diagnostics.CodeAnalysis;

namespace Pprof.Copies;

/// <summary>
/// What several copies of this library in one process tell one another: the program's own, and that of a tool which looks at the program, in a load
/// context of its own. Each has its own statics, and all share the signal, the runtime's switches and the names of event sources. Any thread.
/// </summary>
/// <remarks>Kept in an array of the base library's in the application's data, which all load contexts see. Its words keep their meaning in every version.</remarks>
internal static class LibraryCopies
{
    private const string Key = "Pprof.Copies";
    private const int CopiesWord = 0;
    private const int SignalWord = 1;
    private const int TaskUsersWord = 2;
    private const int Words = 16;
    private static readonly long[] s_words = FindOrMake();

    /// <summary>0 of the first copy in the process, 1 of the next.</summary>
    public static int Number { get; } = (int)Interlocked.Increment(ref s_words[CopiesWord]) - 1;

    /// <summary>The signal before whose handler a copy has put its own; 0 while none has.</summary>
    public static int Signal
    {
        get => (int)Volatile.Read(ref s_words[SignalWord]);
        set => Volatile.Write(ref s_words[SignalWord], value);
    }

    /// <summary>Copies that have the runtime keep its table of tasks.</summary>
    public static long TaskUsers => Volatile.Read(ref s_words[TaskUsersWord]);

    /// <summary>One more, or one less.</summary>
    /// <returns>How many there are then.</returns>
    public static long ChangeTaskUsers(int change) => Interlocked.Add(ref s_words[TaskUsersWord], change);

    // Two copies may begin at once. An interned text is one object for all load contexts, and nobody else locks on this one.
    [SuppressMessage("Reliability", "CA2002", Justification = "It must be one object for all copies.")]
    private static long[] FindOrMake()
    {
        lock (string.Intern(Key))
        {
            if (AppContext.GetData(Key) is not long[] words)
            {
                AppContext.SetData(Key, words = new long[Words]);
            }

            return words;
        }
    }
}

namespace Pprof.Labels;

/// <summary>
/// Remembers, while samples are taken, which scopes their serials stand for: all that were in force since the turn before the
/// last. Scopes are noted on the threads they come into force on; all else is called on the one thread that reads samples.
/// </summary>
/// <remarks>
/// A page holds the scopes noted in one turn, some 100 ms. A scope that stays in force is noted again at each turn; one that was left is
/// forgotten two turns later, when the samples that fell into it have been read. So a program may push a new label for every
/// request and nothing grows. A thread notes a scope after it has put it in force; a turn looks at what is in force after
/// it has opened the new page: one of the two notes it on that page. Only a store that is still on its way to memory while the
/// page is turned escapes both, and such a scope is on the page before.
/// A serial is never given twice, so a scope that was forgotten too early costs a sample its label and never gives it a false one.
/// </remarks>
internal sealed class LabelLog
{
    private static volatile LabelLog? s_running;

    private readonly Dictionary<long, LabelSet> _index = [];
    private LabelPage _last = new();
    private volatile LabelPage _page = new();
    private volatile int _turn = Interlocked.Increment(ref s_turns);
    private bool _isLastIndexed;
    private int _indexed;

    private static int s_turns;

    /// <summary>Null while no samples are taken.</summary>
    public static LabelLog? Running => s_running;

    public static LabelLog Start()
    {
        LabelLog log = new();
        s_running = log;

        // Every thread has now either shown which scope is in force or will see the log.
        Interlocked.MemoryBarrierProcessWide();
        ThreadLabels.NoteAll(log.Note);
        return log;
    }

    public void Stop() => Interlocked.CompareExchange(ref s_running, null, this);

    /// <summary>On any thread. Neither blocks nor throws.</summary>
    public void Note(LabelScope? scope)
    {
        int turn = _turn;
        if (scope is not null && scope.NotedTurn != turn)
        {
            scope.NotedTurn = turn;
            _page.Add(scope);
        }
    }

    /// <summary>The labels of a scope; null when they have been forgotten.</summary>
    public LabelSet? Find(long serial)
    {
        if (!_index.TryGetValue(serial, out LabelSet? labels))
        {
            ReadPages();
            labels = _index.GetValueOrDefault(serial);
        }

        return labels;
    }

    /// <summary>All samples taken up to now have been read.</summary>
    public void Turn()
    {
        _isLastIndexed = false;
        _indexed = 0;
        _index.Clear();
        LabelPage emptied = _last;
        emptied.Clear();
        _last = _page;
        _page = emptied;
        _turn = Interlocked.Increment(ref s_turns);
        ThreadLabels.NoteAll(Note);
    }

    // Threads go on writing to the page while samples are read, and those of the last thread are later than those of the first.
    private void ReadPages()
    {
        if (!_isLastIndexed)
        {
            _isLastIndexed = true;
            _last.ForEach(0, Index);
        }

        _indexed = _page.ForEach(_indexed, Index);
        ThreadLabels.NoteAll(Index);
    }

    private void Index(LabelScope scope) => _index[scope.Serial] = scope.Labels;
}

namespace Pprof.Labels;

/// <summary>
/// Scopes in the order in which threads noted them, without a lock. The bound of 65,536 for a tenth of a second is 650,000
/// requests a second with labels of their own; what comes beyond it is not remembered.
/// </summary>
internal sealed class LabelPage
{
    public const int MostScopes = 65_536;

    private LabelScope?[]? _scopes;
    private int _claimed;

    /// <summary>Any thread. Neither blocks nor throws.</summary>
    public void Add(LabelScope scope)
    {
        if (Volatile.Read(ref _claimed) < MostScopes && Interlocked.Increment(ref _claimed) - 1 is var place and < MostScopes && Scopes is { } scopes)
        {
            Volatile.Write(ref scopes[place], scope);
        }
    }

    /// <summary>All from a place on. Answers with the place to go on from: a place may have been claimed and not yet been written.</summary>
    public int ForEach(int place, Action<LabelScope> action)
    {
        LabelScope?[] scopes = Volatile.Read(ref _scopes) ?? [];
        int end = Math.Min(Volatile.Read(ref _claimed), scopes.Length);
        int next = end;
        for (; place < end; place++)
        {
            if (Volatile.Read(ref scopes[place]) is { } scope)
            {
                action(scope);
            }
            else
            {
                next = Math.Min(next, place);
            }
        }

        return next;
    }

    public void Clear()
    {
        if (_scopes is { } scopes)
        {
            Array.Clear(scopes, 0, Math.Min(_claimed, MostScopes));
        }

        Volatile.Write(ref _claimed, 0);
    }

    // Made when the first scope is noted: a program without labels does not pay for it. Null without memory.
    private LabelScope?[]? Scopes
    {
        get
        {
            try
            {
                return Volatile.Read(ref _scopes) ?? Interlocked.CompareExchange(ref _scopes, new LabelScope?[MostScopes], null) ?? _scopes;
            }
            catch (OutOfMemoryException)
            {
                return null;
            }
        }
    }
}

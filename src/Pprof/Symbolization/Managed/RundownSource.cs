using Pprof.EventPipe.Rundown;

namespace Pprof.Symbolization.Managed;

/// <summary>
/// The latest list of compiled methods, made anew when something is missing from it: code compiled since. Owner of the parts; a list takes some
/// 100 ms, so one is made at most every ten seconds, and whoever waits for it loses nothing that its buffers hold.
/// </summary>
/// <param name="collect">Makes a list; null when that is not possible.</param>
/// <param name="clock">Tells when the last one was made.</param>
internal sealed class RundownSource(Func<MethodTable?> collect, TimeProvider clock)
{
    private static readonly TimeSpan s_leastAge = TimeSpan.FromSeconds(10);
    private MethodTable? _table;
    private long _collectedAt;
    private bool _hasTried;

    /// <summary>A list that is there, of a trace: nothing is asked for again.</summary>
    public RundownSource(MethodTable table)
        : this(() => null, TimeProvider.System)
    {
        (_table, _hasTried, _collectedAt) = (table, true, TimeProvider.System.GetTimestamp());
    }

    /// <summary>Never throws: a process without a diagnostics socket, or in which asking is not safe, has an empty list.</summary>
    public static RundownSource OfThisProcess() =>
        new(() => MethodRundown.UnsafeReason is null ? MethodRundown.TryCollect(withILMaps: true, out _)?.Table : null, TimeProvider.System);

    /// <summary>The body at an address.</summary>
    public MethodRange? Find(ulong address) => Ask(table => table.Find(address));

    /// <summary>Any body of a method.</summary>
    public MethodRange? FindMethod(ulong methodId) => Ask(table => table.FindMethod(methodId));

    /// <summary>File of the method's module; empty when it has none.</summary>
    public string PathOf(MethodRange method) => _table?.ModuleOf(method)?.Path ?? "";

    private MethodRange? Ask(Func<MethodTable, MethodRange?> question)
    {
        MethodRange? answer = _table is null ? null : question(_table);
        return answer is not null || !TryRefresh() ? answer : question(_table!);
    }

    private bool TryRefresh()
    {
        if (_hasTried && clock.GetElapsedTime(_collectedAt) < s_leastAge)
        {
            return false;
        }

        _hasTried = true;
        MethodTable? table = collect();
        _collectedAt = clock.GetTimestamp();
        _table = table ?? _table;
        return table is not null;
    }
}

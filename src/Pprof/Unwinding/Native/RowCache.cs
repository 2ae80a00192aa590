namespace Pprof.Unwinding.Native;

/// <summary>
/// Instruction → row, direct-mapped: a later address with the same hash takes the place. Also remembers that an address has
/// no information.
/// </summary>
internal sealed class RowCache
{
    // 24 bytes each, 192 KB. A busy program has some thousand distinct native call sites on its stacks.
    private const int Bits = 13;

    private readonly Entry[] _entries = new Entry[1 << Bits];

    /// <param name="address">The instruction.</param>
    /// <param name="function">Null when it is known that there is none.</param>
    /// <param name="row">The function's row, or -1.</param>
    /// <returns>False when the address was not asked before, or was forgotten.</returns>
    public bool TryFind(ulong address, out UnwindFunction? function, out int row)
    {
        ref Entry entry = ref _entries[IndexOf(address)];
        bool known = entry.Address == address && address != 0;
        function = known ? entry.Function : null;
        row = known ? entry.Row : -1;
        return known;
    }

    public void Add(ulong address, UnwindFunction? function, int row) =>
        _entries[IndexOf(address)] = new Entry { Address = address, Function = function, Row = row };

    public void Clear() => Array.Clear(_entries);

    // Fibonacci hashing: the product's top bits depend on all bits of the address.
    private static int IndexOf(ulong address) => (int)((address * 0x9e37_79b9_7f4a_7c15) >> (64 - Bits));

    private struct Entry
    {
        public ulong Address;
        public UnwindFunction? Function;
        public int Row;
    }
}

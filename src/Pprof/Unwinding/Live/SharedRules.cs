using System.Runtime.CompilerServices;
using Pprof.Unwinding.Managed;

namespace Pprof.Unwinding.Live;

/// <summary>
/// Answers about code for all threads that walk their own stacks: what one of them has found out is there for the others.
/// Readers take no lock: they load the table and then an immutable answer, both published with release semantics, and at
/// worst miss one that is being added. Writers take turns. Never throws; allocates for what it does not know yet.
/// </summary>
/// <remarks>
/// At most half of 65,536 places are taken: 2.5 MB, then it starts anew. Ordinary managed code is never freed, so its
/// answers are good for ever; transient code is kept only for as long as it is known to live; "not managed" is kept for a while only, because a library may be unloaded
/// and a code heap be put in its place.
/// </remarks>
internal sealed class SharedRules(IFrameRules source)
{
    private const int SmallestSize = 1 << 10;
    private const int LargestSize = 1 << 16;
    private const int KeptMilliseconds = 15_000;

    // No user address has this bit: it keeps the interrupted instruction apart from the same address returned to.
    private const ulong InterruptedBit = 1UL << 63;

    private readonly Lock _gate = new();
    private KnownCode?[] _table = new KnownCode?[SmallestSize];
    private int _count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public KnownCode Find(ulong ip, bool isReturnAddress)
    {
        ulong key = isReturnAddress ? ip : ip | InterruptedBit;
        KnownCode?[] table = Volatile.Read(ref _table);
        KnownCode? known = Volatile.Read(ref table[Hash(key) & (uint)(table.Length - 1)]);
        return known is not null && known.Key == key && known.IsGood ? known : FindSlowly(table, key, ip, isReturnAddress);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private KnownCode FindSlowly(KnownCode?[] table, ulong key, ulong ip, bool isReturnAddress)
    {
        KnownCode? known = Volatile.Read(ref table[Slot(table, key)]);
        if (known is not null && known.IsGood)
            return known;
        known = new KnownCode(key, source.Find(ip, isReturnAddress), Environment.TickCount64 + KeptMilliseconds);
        if (!known.Code.Is(CodeTraits.Transient))
            Keep(known);
        return known;
    }

    /// <summary>Remembers transient code at a return address for as long as an object lives without which the code would be freed.</summary>
    public void KeepWhile(WeakReference owner, ulong ip) => Keep(new KnownCode(ip, source.Find(ip, isReturnAddress: true), 0, owner));

    private void Keep(KnownCode known)
    {
        lock (_gate)
        {
            uint slot = Slot(_table, known.Key);
            _count += _table[slot] is null ? 1 : 0;
            Volatile.Write(ref _table[slot], known);
            if (_count > _table.Length / 2)
                Volatile.Write(ref _table, Grown(_table));
        }
    }

    // Readers may still be in the old table, so nothing is ever moved or cleared in place.
    private KnownCode?[] Grown(KnownCode?[] old)
    {
        _count = 0;
        if (old.Length == LargestSize)
            return new KnownCode?[SmallestSize];
        KnownCode?[] table = new KnownCode?[old.Length * 2];
        foreach (KnownCode known in old.OfType<KnownCode>())
        {
            table[Slot(table, known.Key)] = known;
            _count++;
        }

        return table;
    }

    // The place of the key, or the free one where it belongs. There always is a free one: at most half are taken.
    private static uint Slot(KnownCode?[] table, ulong key)
    {
        uint mask = (uint)(table.Length - 1);
        uint at = Hash(key) & mask;
        while (Volatile.Read(ref table[at]) is { } other && other.Key != key)
            at = (at + 1) & mask;
        return at;
    }

    // Multiplication by 2^64 / golden ratio spreads the low bits of neighbouring addresses over the top.
    private static uint Hash(ulong key) => (uint)((key * 0x9e37_79b9_7f4a_7c15) >> 40);
}

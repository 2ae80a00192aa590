using System.Runtime.CompilerServices;

namespace Pprof.Unwinding.Managed;

/// <summary>
/// Remembers the answers of <see cref="IFrameRules"/> by address: open addressing over a table of 48-byte entries that
/// grows to 65,536 entries (3 MiB; a large server shows some ten thousand distinct return addresses) and then starts anew.
/// Ordinary managed code is never freed, so its answers are good for ever. Transient code is not kept. "Not managed" is
/// kept for some walks only: a library may be unloaded and a code heap be put in its place.
/// One thread at a time; allocates only when it grows.
/// </summary>
internal sealed class RuleCache(IFrameRules source)
{
    private const int SmallestSize = 1 << 10;
    private const int LargestSize = 1 << 16;

    // Half a minute at 100 samples a second.
    private const int WalksPerGeneration = 4096;

    // No user address has this bit: it keeps the interrupted instruction apart from the same address returned to.
    private const ulong InterruptedBit = 1UL << 63;

    private Entry[] _entries = new Entry[SmallestSize];
    private int _count;
    private uint _walks;
    private uint _generation;

    /// <summary>To be called once a walk.</summary>
    public void BeginWalk() => _generation = ++_walks / WalksPerGeneration;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public FrameCode Find(ulong ip, bool isReturnAddress)
    {
        ulong key = isReturnAddress ? ip : ip | InterruptedBit;
        Entry[] entries = _entries;
        ref Entry entry = ref entries[Hash(key) & (uint)(entries.Length - 1)];
        return entry.Key == key && entry.IsGood(_generation) ? entry.Code : FindSlowly(key, ip, isReturnAddress);
    }

    /// <inheritdoc cref="IFrameRules.FindBody"/>
    public FrameCode FindBody(ulong methodStart) => source.FindBody(methodStart);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private FrameCode FindSlowly(ulong key, ulong ip, bool isReturnAddress)
    {
        ref Entry entry = ref Slot(key);
        if (entry.Key == key && entry.IsGood(_generation))
            return entry.Code;
        FrameCode code = source.Find(ip, isReturnAddress);
        if (code.Is(CodeTraits.Transient) || key == 0)
            return code;
        _count += entry.Key == key ? 0 : 1;
        entry = new Entry(key, code, _generation);
        if (_count > _entries.Length / 2)
            Grow();
        return code;
    }

    // The entry of the key, or the free one where it belongs. There always is a free one: at most half are taken.
    private ref Entry Slot(ulong key)
    {
        uint mask = (uint)(_entries.Length - 1);
        uint at = Hash(key) & mask;
        while (_entries[at].Key != 0 && _entries[at].Key != key)
            at = (at + 1) & mask;
        return ref _entries[at];
    }

    private void Grow()
    {
        Entry[] old = _entries;
        bool isFull = old.Length == LargestSize;
        _count = 0;
        if (isFull)
        {
            Array.Clear(old);
            return;
        }

        _entries = new Entry[old.Length * 2];
        foreach (ref readonly Entry entry in old.AsSpan())
        {
            if (entry.Key == 0)
                continue;
            Slot(entry.Key) = entry;
            _count++;
        }
    }

    // Multiplication by 2^64 / golden ratio spreads the low bits of neighbouring addresses over the top.
    private static uint Hash(ulong key) => (uint)((key * 0x9e37_79b9_7f4a_7c15) >> 40);

    private readonly struct Entry(ulong key, FrameCode code, uint generation)
    {
        public readonly ulong Key = key;
        public readonly FrameCode Code = code;
        private readonly uint _generation = generation;

        public bool IsGood(uint generation) => Code.IsManaged || _generation == generation;
    }
}

using System.Buffers.Binary;
using Pprof.Images;

namespace Pprof.RuntimeWork;

/// <summary>
/// What is known of the functions of the runtime's library: where they begin, and which of them compiled code enters for what.
/// Read from the library's own data as it is mapped; nothing is known of a library that has none of it.
/// </summary>
internal sealed class RuntimeFunctions
{
    public static readonly RuntimeFunctions None = new(null, [], 0);

    private const int LongestThunk = 96;

    private readonly FunctionStarts? _starts;
    private readonly Dictionary<ulong, Work> _entries;

    private RuntimeFunctions(FunctionStarts? starts, Dictionary<ulong, Work> entries, ulong writeBarrier) =>
        (_starts, _entries, WriteBarrier) = (starts, entries, writeBarrier);

    /// <summary>Where the write barrier stands, which may be a copy outside the library; 0 when unknown.</summary>
    public ulong WriteBarrier { get; }

    /// <summary>How many functions have a meaning.</summary>
    public int Count => _entries.Count;

    public static RuntimeFunctions Read(ElfImage image)
    {
        if (FunctionStarts.TryRead(image) is not { } starts || ImageWords.TryRead(image, starts) is not { } words)
        {
            return None;
        }

        Dictionary<ulong, Work> entries = [];
        foreach ((ulong start, string name) in CallTables.Read(words))
        {
            Work work = CallNames.WorkOf(name);
            entries[start] = work;
            if (work == KnownWork.Copy && TailTarget(image, starts, start) is > 0 and ulong target)
            {
                entries.TryAdd(target, work);
            }
        }

        JitHelpers helpers = JitHelpers.Read(image, words);
        foreach ((ulong start, Work work) in helpers.Functions)
        {
            entries[start] = work;
        }

        return new RuntimeFunctions(starts, entries, helpers.WriteBarrier);
    }

    // A function that ends in a jump to another leaves it no frame of its own: "jmp rel32".
    private static ulong TailTarget(ElfImage image, FunctionStarts starts, ulong start)
    {
        Span<byte> code = stackalloc byte[LongestThunk];
        for (int i = 0; image.Memory.TryRead(start, code) && i + 5 <= code.Length && starts.Find(start + (ulong)i) == start; i++)
        {
            ulong target = start + (ulong)i + 5 + (ulong)BinaryPrimitives.ReadInt32LittleEndian(code[(i + 1)..]);
            if (code[i] == 0xe9 && target != start && starts.IsStart(target))
            {
                return target;
            }
        }

        return 0;
    }

    /// <summary>What the function around an address is entered for; null when that is not known.</summary>
    public Work? WorkAt(ulong address) => _starts is null ? null : _entries.GetValueOrDefault(_starts.Find(address));

    /// <summary>Remembers what a function that no table names was seen to be entered for.</summary>
    public void Learn(ulong address, Work work)
    {
        if (_starts is not null)
        {
            _entries.TryAdd(_starts.Find(address), work);
        }
    }
}

using Pprof.Images;

namespace Pprof.RuntimeWork;

/// <summary>Which function of the runtime is which helper of compiled code. Empty where the tables have an unknown form.</summary>
internal sealed class JitHelpers
{
    private const int MostWords = 1 << 20;
    private const int Profilers = 10;
    private const int NewObject = 5;
    private const ulong Lowest = 0x10000, Limit = 1UL << 47;

    private readonly Dictionary<ulong, Work> _work = [];

    private JitHelpers()
    {
    }

    public IReadOnlyDictionary<ulong, Work> Functions => _work;

    /// <summary>Where the write barrier stands, which may be a copy outside the library; 0 when unknown.</summary>
    public ulong WriteBarrier { get; private set; }

    public static JitHelpers Read(ElfImage image, ImageWords words)
    {
        JitHelpers helpers = new();
        if (JitHelperTable.TryFind(words) is { } table)
        {
            helpers.AddStatic(table);
            helpers.AddDynamic(FindDynamic(image, words, table.Layout), table.Layout, words.Functions);
        }

        return helpers;
    }

    private void AddStatic(JitHelperTable table)
    {
        Add(KnownWork.Allocate, table.Behind(4, 3), table.Behind(4, 4), table.Behind(9, 1), table.Behind(9, 2));
        Add(KnownWork.Interop, table.Behind(table.Layout.BeforeCalli, 1), table.Behind(table.Layout.InitFrame.Number, table.Layout.InitFrame.Distance));
        for (int i = 1; i <= 6; i++)
        {
            Add(KnownWork.Interop, table.Behind(table.Layout.BeforePInvoke, i));
        }

        // Before the last four numbers: stack probe, two patchpoints, ten that count for the compiler, one that checks.
        int end = table.Layout.Numbers - 3;
        Add(KnownWork.StackProbe, table.Behind(end, -Profilers - 4));
        Add(KnownWork.JitLoop, table.Behind(end, -Profilers - 3), table.Behind(end, -Profilers - 2));
        for (int i = -Profilers - 1; i < -1; i++)
        {
            Add(KnownWork.PgoCounters, table.Behind(end, i));
        }
    }

    private void AddDynamic(ReadOnlySpan<ulong> cells, JitHelperLayout layout, FunctionStarts functions)
    {
        if (cells.IsEmpty)
        {
            return;
        }

        WriteBarrier = cells[layout.AssignReference - 1];
        Add(functions, KnownWork.Allocate, cells[4..12]);
        Add(functions, KnownWork.Throw, cells.Slice(layout.FirstThrow - 1, 3));
        Add(functions, KnownWork.Suspend, cells.Slice(layout.StopForGc - 1, 2));
        Add(functions, KnownWork.WriteBarrier, cells.Slice(layout.AssignReference - 1, 3));
    }

    private void Add(FunctionStarts functions, Work work, ReadOnlySpan<ulong> cells)
    {
        foreach (ulong cell in cells)
        {
            if (functions.IsStart(cell))
            {
                _work.TryAdd(cell, work);
            }
        }
    }

    private void Add(Work work, params ReadOnlySpan<ulong> cells)
    {
        foreach (ulong cell in cells)
        {
            if (cell != 0)
            {
                _work.TryAdd(cell, work);
            }
        }
    }

    // Somewhere in the data that is written at run time. Exactly one place may fit.
    private static ulong[] FindDynamic(ElfImage image, ImageWords words, JitHelperLayout layout)
    {
        ulong[] data = ReadWritable(image);
        int found = -1;
        for (int i = 0; i + layout.Numbers <= data.Length; i++)
        {
            if (!Fits(data.AsSpan(i, layout.Numbers), layout, image, words.Functions))
            {
                continue;
            }

            if (found >= 0)
            {
                return [];
            }

            found = i;
        }

        return found < 0 ? [] : data[found..(found + layout.Numbers)];
    }

    // What the loader locks after start-up is mapped writable too, and is none of it.
    private static ulong[] ReadWritable(ElfImage image)
    {
        image.TryFindSegment(ElfProgramHeader.GnuRelRo, out ulong locked, out _);
        foreach (ElfProgramHeader segment in image.Segments)
        {
            ulong address = image.Bias + segment.Address;
            if (segment.Type == ElfProgramHeader.Load && (segment.Flags & ElfProgramHeader.Writable) != 0 && address != locked)
            {
                return image.Memory.TryReadArray<ulong>(address, segment.FileSize / sizeof(ulong), MostWords) ?? [];
            }
        }

        return [];
    }

    // Conversions of numbers are managed code, so are the first four outside the library; the others are its own.
    private static bool Fits(ReadOnlySpan<ulong> cells, JitHelperLayout layout, ElfImage image, FunctionStarts functions)
    {
        ReadOnlySpan<ulong> managed = cells[..4];
        foreach (ulong cell in managed)
        {
            if (cell is < Lowest or >= Limit || image.Contains(cell))
            {
                return false;
            }
        }

        ReadOnlySpan<int> own = [NewObject, layout.FirstThrow, layout.FirstThrow + 1, layout.FirstThrow + 2, layout.StopForGc, layout.AssignReference + 1];
        foreach (int number in own)
        {
            if (!image.Contains(cells[number - 1]) || !functions.IsStart(cells[number - 1]))
            {
                return false;
            }
        }

        return cells[layout.AssignReference - 1] != 0;
    }
}

using System.Text.RegularExpressions;

namespace Pprof.Format;

/// <summary>
/// Heap profiles of gperftools and old Go: <c>heap profile: 3: 4096 [5: 8192] @ heap/1048576</c>, then <c>1: 512 [2:
/// 1024] @ 0x1 0x2</c>: objects and bytes in use, and
/// all there were.
/// </summary>
internal static class LegacyHeap
{
    private const RegexOptions Linear = RegexOptions.NonBacktracking;

    private static readonly Regex s_head = new(
        @"heap profile: *([0-9]+): *([0-9]+) *\[ *([0-9]+): *([0-9]+) *\] *@ *(heap[_a-z0-9]*)/?([0-9]*)", Linear);
    private static readonly Regex s_other = new(
        @"heap profile: *[0-9]+: *[0-9]+ *\[ *[0-9]+: *[0-9]+ *\] @ (growth|fragmentation)z?", Linear);
    private static readonly Regex s_sample = new(
        @"(-?[0-9]+): *(-?[0-9]+) *\[ *([0-9]+): *([0-9]+) *\] @([ x0-9a-f]*)", Linear);

    public static ProfileData Read(LegacyText text, ReadBudget budget)
    {
        text.NextContent();
        LegacyProfile profile = new(budget) { PeriodType = new SampleType("space", "bytes"), Period = 1 };
        (bool isSampled, bool hasAllocations) = ReadHead(text, profile);
        profile.Types.AddRange(hasAllocations
            ? [new("alloc_objects", "count"), new("alloc_space", "bytes"), new("inuse_objects", "count"),
                new("inuse_space", "bytes")]
            : [new("objects", "count"), new("space", "bytes")]);
        while (text.NextContent() && !LegacyMappings.Begins(text.Line))
        {
            ReadSample(text, profile, isSampled, hasAllocations);
        }

        profile.Mappings.Read(text.Mappings());
        return profile.ToProfile();
    }

    /// <summary>The address of a call, of the one where it returns to.</summary>
    public static ulong Call(ulong returnAddress) => unchecked(returnAddress - 1);

    /// <summary>
    /// What there was of what was sampled. The chance of a sample is 1 - exp(-size / rate) for a size, so what was seen
    /// is divided by it: 4 objects of 1,024 bytes at a rate
    /// of 524,288 stand for 2,050.
    /// </summary>
    public static (long Count, long Size) Unsample(long count, long size, long rate)
    {
        if (count == 0 || size == 0)
        {
            return (0, 0);
        }

        if (rate <= 1)
        {
            return (count, size);
        }

        double scale = 1 / (1 - Math.Exp(-((double)size / count) / rate));
        return ((long)(count * scale), (long)(size * scale));
    }

    private static (bool IsSampled, bool HasAllocations) ReadHead(LegacyText text, LegacyProfile profile)
    {
        if (s_head.Match(text.Line) is not { Success: true } head)
        {
            return s_other.IsMatch(text.Line) ? (false, false)
                : throw text.Error("this head of a heap profile is not known");
        }

        string[] parts = [.. head.Groups.Values.Select(group => group.Value)];
        long rate = parts[6].Length == 0 ? 0 : text.Number64(parts[6]);
        bool hasAllocations = (parts[3] != parts[1] && parts[3] != "0") || (parts[4] != parts[2] && parts[4] != "0");
        (bool isSampled, profile.Period) = parts[5] switch
        {
            "heapz_v2" or "heap_v2" => (true, rate),
            "heapprofile" => (false, 1),
            "heap" => (true, rate / 2),
            _ => throw text.Error($"'{parts[5]}' is a kind of heap profile that is not known"),
        };
        return (isSampled, hasAllocations);
    }

    private static void ReadSample(LegacyText text, LegacyProfile profile, bool isSampled, bool hasAllocations)
    {
        if (s_sample.Match(text.Line) is not { Success: true } match)
        {
            throw text.Error("'OBJECTS: BYTES [OBJECTS: BYTES] @ 0xADDRESS …' is expected");
        }

        long[] read = [.. Enumerable.Range(1, 4).Select(i => text.Number64(match.Groups[i].Value))];
        List<long> values = [];
        long blockSize = 0;
        if (hasAllocations)
        {
            Add(read[2], read[3]);
        }

        Add(read[0], read[1]);
        profile.Add([.. text.Addresses(match.Groups[5].Value).Select(Call)], [.. values],
            Label.OfNumber("bytes", blockSize));

        void Add(long count, long size)
        {
            if (count == 0 && size != 0)
            {
                throw text.Error($"0 objects cannot have {size} bytes");
            }

            blockSize = count == 0 ? blockSize : size == long.MinValue ? 0 : size / count;
            (count, size) = isSampled && count != 0 ? Unsample(count, size, profile.Period) : (count, size);
            values.AddRange([count, size]);
        }
    }
}

using System.Buffers.Binary;
using System.Text;

namespace Pprof.Format;

/// <summary>
/// The CPU profile of gperftools: words of the machine's size and order. A head (0, 3, 0, period in µs, 0; for Java the
/// third is 1), samples (count, depth, addresses),
/// an end (0, 1, 0), and text: what was mapped, or for Java the names.
/// </summary>
internal static class LegacyCpu
{
    private const int HeadWords = 5;

    /// <summary>Null when it does not begin as one.</summary>
    public static ProfileData? TryRead(ReadOnlySpan<byte> data, ReadBudget budget)
    {
        foreach ((int size, bool isBigEndian) in new[] { (4, false), (4, true), (8, false), (8, true) })
        {
            Words words = new(data, size, isBigEndian);
            if (data.Length >= HeadWords * size
                && words is { First: 0, Second: 3, Third: 0 or 1, Fourth: > 0, Fifth: 0 })
            {
                return Read(data, words, budget);
            }
        }

        return null;
    }

    /// <summary>
    /// The address of the leaf comes twice where both the signal and the unwinding give it; the second is then one
    /// less.
    /// </summary>
    public static void RemoveSecondLeaf(LegacySample sample)
    {
        if (sample.Stack.Count > 1 && sample.Stack[0] == unchecked(sample.Stack[1] + 1))
        {
            sample.Stack.RemoveAt(1);
        }
    }

    private static ProfileData Read(ReadOnlySpan<byte> data, Words words, ReadBudget budget)
    {
        bool isJava = words.Third == 1;
        LegacyProfile profile = new(budget)
            { PeriodType = new SampleType("cpu", "nanoseconds"), Period = unchecked((long)words.Fourth * 1000),
            HasSymbolicAddresses = isJava };
        profile.Types.AddRange([new SampleType("samples", "count"), new SampleType("cpu", "nanoseconds")]);
        int text = ReadSamples(words, profile, isJava);
        budget.Charge(3L * (data.Length - text));
        LegacyText rest = new(Encoding.UTF8.GetString(data[text..]));
        if (isJava)
        {
            LegacyJava.ReadNames(rest, profile);
            return profile.ToProfile();
        }

        RemoveCommonCallers(profile);
        profile.Mappings.Read(Lines(rest));
        profile.Samples.ForEach(RemoveSecondLeaf);
        return profile.ToProfile();
    }

    /// <returns>Where the text begins.</returns>
    private static int ReadSamples(Words words, LegacyProfile profile, bool isJava)
    {
        int at = HeadWords;
        while (words.Has(at, 2))
        {
            ulong count = words[at], depth = words[at + 1];
            if (depth > int.MaxValue || !words.Has(at + 2, (int)depth))
            {
                throw new ProfileFormatException($"Not a valid profile: a stack of {depth} addresses is announced at byte {at * words.Size}, and the file ends before. Fetch it again.");
            }

            List<ulong> stack = new((int)depth);
            for (int i = 0; i < (int)depth; i++)
            {
                stack.Add(isJava || i == 0 ? words[at + 2 + i] : LegacyHeap.Call(words[at + 2 + i]));
            }

            at += 2 + (int)depth;
            if (count == 0 && depth == 1 && stack[0] == 0)
            {
                break;
            }

            profile.Add(stack, [(long)count, unchecked((long)count * profile.Period)]);
        }

        return at * words.Size;
    }

    /// <summary>
    /// Where nearly all samples have the same first caller, it is the frame of the signal handler, and goes; twice at
    /// most. One sample in 32 may have another.
    /// </summary>
    private static void RemoveCommonCallers(LegacyProfile profile)
    {
        int margin = profile.Samples.Count / 32;
        for (int i = 0; i < 2; i++)
        {
            List<LegacySample> deep = [.. profile.Samples.Where(sample => sample.Stack.Count > 1)];
            IGrouping<ulong, LegacySample>? common = deep.GroupBy(sample => sample.Stack[1])
                .FirstOrDefault(group => group.Count() >= profile.Samples.Count - margin);
            foreach (LegacySample sample in common?.ToList() ?? [])
            {
                sample.Stack.RemoveAt(1);
            }
        }
    }

    private static IEnumerable<string> Lines(LegacyText text)
    {
        while (text.Next())
        {
            yield return text.Line;
        }
    }

    private readonly ref struct Words(ReadOnlySpan<byte> data, int size, bool isBigEndian)
    {
        private readonly ReadOnlySpan<byte> _data = data;

        public int Size => size;

        public ulong First => this[0];

        public ulong Second => this[1];

        public ulong Third => this[2];

        public ulong Fourth => this[3];

        public ulong Fifth => this[4];

        public ulong this[int index] => (size, isBigEndian) switch
        {
            (4, false) => BinaryPrimitives.ReadUInt32LittleEndian(_data[(index * size)..]),
            (4, true) => BinaryPrimitives.ReadUInt32BigEndian(_data[(index * size)..]),
            (_, false) => BinaryPrimitives.ReadUInt64LittleEndian(_data[(index * size)..]),
            _ => BinaryPrimitives.ReadUInt64BigEndian(_data[(index * size)..]),
        };

        public bool Has(int index, int count) => ((long)index + count) * size <= _data.Length;
    }
}

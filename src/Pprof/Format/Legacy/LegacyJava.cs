using System.Globalization;
using System.Text.RegularExpressions;

namespace Pprof.Format;

/// <summary>
/// Profiles of Java agents: attributes, samples whose addresses only tell places apart, and their names: <c>0x2
/// com.shop.Cart.add (Cart.java:12)</c>.
/// </summary>
internal static class LegacyJava
{
    private const long HeapRate = 512 << 10;
    private const RegexOptions Linear = RegexOptions.NonBacktracking;

    private static readonly Regex s_attribute = new(@"([\w ]+)=([\w ]+)", Linear);
    private static readonly Regex s_sample = new(" *([0-9]+) +([0-9]+) +@ +([ x0-9a-f]*)", Linear);
    private static readonly Regex s_name = new(@"^0x([0-9a-fA-F]+)\s+(.*)$", Linear);
    private static readonly Regex s_fileAndLine = new(@"^(.*)\s+\((.+):(-?[0-9]+)\)$", Linear);
    private static readonly Regex s_path = new(@"^(.*)\s+\((.*)\)$", Linear);

    public static ProfileData ReadHeap(LegacyText text, ReadBudget budget)
    {
        text.NextContent();
        text.NextContent();
        return Read(text, new LegacyProfile(budget) { PeriodType = new SampleType("", "") }, isHeap: true);
    }

    /// <summary>
    /// Begins at the beginning again: an attribute told it from the other kind of contention profile.
    /// </summary>
    public static ProfileData ReadContention(LegacyText text, ReadBudget budget)
    {
        text.Restart();
        text.NextContent();
        text.NextContent();
        return Read(text, new LegacyProfile(budget) { PeriodType = new SampleType("", "") }, isHeap: false);
    }

    /// <summary>Lines to the end: what an address stands for.</summary>
    public static void ReadNames(LegacyText text, LegacyProfile profile)
    {
        HashSet<ulong> wanted = [.. profile.Samples.SelectMany(sample => sample.Stack)];
        do
        {
            if (s_name.Match(text.Line) is { Success: true } match
                && ulong.TryParse(
                    match.Groups[1].Value, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture,
                    out ulong address) && wanted.Contains(address))
            {
                profile.Names[address] = NameOf(match.Groups[2].Value.TrimEnd());
            }
        }
        while (text.Next());
    }

    private static ProfileData Read(LegacyText text, LegacyProfile profile, bool isHeap)
    {
        profile.HasSymbolicAddresses = true;
        bool more = ReadAttributes(text, profile, isHeap);
        if (profile.Types.Count == 0)
        {
            throw text.Error("a line 'resolution = UNIT' is missing");
        }

        while (more && (text.Line.Length == 0 || s_sample.IsMatch(text.Line)))
        {
            if (s_sample.Match(text.Line) is { Success: true } match)
            {
                ReadSample(text, profile, match, isHeap);
            }

            more = text.Next();
        }

        ReadNames(text, profile);
        return profile.ToProfile();
    }

    private static bool ReadAttributes(LegacyText text, LegacyProfile profile, bool isHeap)
    {
        bool more = true;
        while (more && (text.Line.Length == 0 || s_attribute.IsMatch(text.Line)))
        {
            if (s_attribute.Match(text.Line) is { Success: true } match)
            {
                ReadAttribute(text, profile, match.Groups[1].Value.Trim(), match.Groups[2].Value.Trim(), isHeap);
            }

            more = text.Next();
        }

        return more;
    }

    private static void ReadAttribute(LegacyText text, LegacyProfile profile, string name, string value, bool isHeap)
    {
        switch (name)
        {
            case "format" when value == "java":
                break;
            case "resolution":
                profile.Types.Clear();
                profile.Types.AddRange(isHeap
                    ? [new SampleType("inuse_objects", "count"), new SampleType("inuse_space", value)]
                    : [new SampleType("contentions", "count"), new SampleType("delay", value)]);
                break;
            case "sampling period" when !isHeap:
                profile.PeriodType = new SampleType("contentions", "count");
                profile.Period = text.Number64(value);
                break;
            case "ms since reset" when !isHeap:
                profile.DurationNanos = unchecked(text.Number64(value) * 1_000_000);
                break;
            default:
                throw text.Error($"the attribute '{name} = {value}' is not known in a Java profile");
        }
    }

    // The amount comes first, then how many.
    private static void ReadSample(LegacyText text, LegacyProfile profile, Match match, bool isHeap)
    {
        (long amount, long count) = (text.Number64(match.Groups[1].Value), text.Number64(match.Groups[2].Value));
        List<ulong> stack = text.Addresses(match.Groups[3].Value);
        if (!isHeap)
        {
            long period = profile.Period == 0 ? 1 : profile.Period;
            profile.Add(stack, [unchecked(count * period), unchecked(amount * period)]);
            return;
        }

        if (count == 0)
        {
            throw text.Error("the number of objects is 0");
        }

        (long objects, long bytes) = LegacyHeap.Unsample(count, amount, HeapRate);
        profile.Add(stack, [objects, bytes], Label.OfNumber("bytes", amount / count));
    }

    private static (string Function, string File, long Line) NameOf(string text)
    {
        if (s_fileAndLine.Match(text) is { Success: true } match)
        {
            long line = long.TryParse(
                match.Groups[3].Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number)
                ? Math.Max(0, number) : 0;
            return (match.Groups[1].Value, match.Groups[2].Value, line);
        }

        if (s_path.Match(text) is { Success: true } path)
        {
            string file = path.Groups[2].Value;
            return (path.Groups[1].Value, file[(file.TrimEnd('/').LastIndexOf('/') + 1)..], 0);
        }

        return (text.Contains("generated stub/JIT", StringComparison.Ordinal) ? "STUB" : text, "", 0);
    }
}

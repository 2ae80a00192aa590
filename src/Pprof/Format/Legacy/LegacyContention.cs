using System.Text.RegularExpressions;

namespace Pprof.Format;

/// <summary>
/// Waits for locks, of gperftools and Go: lines <c>cycles/second = 3000000000</c>, then <c>1234 5 @ 0x1 0x2</c>: cycles
/// and times. With a line <c>format = java</c> it is that of a
/// Java agent.
/// </summary>
internal static class LegacyContention
{
    private static readonly Regex s_sample = new("([0-9]+) *([0-9]+) @([ x0-9a-f]*)", RegexOptions.NonBacktracking);

    public static ProfileData Read(LegacyText text, ReadBudget budget)
    {
        text.NextContent();
        bool maybeJava = text.Line == "--- contentionz 1 ---";
        LegacyProfile profile = new(budget) { PeriodType = new SampleType("contentions", "count"), Period = 1 };
        profile.Types.AddRange([new SampleType("contentions", "count"), new SampleType("delay", "nanoseconds")]);
        long cycles = 0;
        while (text.NextContent() && !text.Line.StartsWith("---", StringComparison.Ordinal)
            && text.Line.IndexOf('=') is >= 0 and int equals)
        {
            (string key, string value) = (text.Line[..equals].Trim(), text.Line[(equals + 1)..].Trim());
            if (maybeJava && key is "format" or "resolution")
            {
                return LegacyJava.ReadContention(text, budget);
            }

            cycles = ReadAttribute(text, profile, key, value) ?? cycles;
        }

        ReadSamples(text, profile, cycles);
        profile.Mappings.Read(text.Mappings());
        return profile.ToProfile();
    }

    /// <returns>Cycles of the clock in a second, where the line says so.</returns>
    private static long? ReadAttribute(LegacyText text, LegacyProfile profile, string key, string value)
    {
        switch (key)
        {
            case "cycles/second":
                return text.Number64(value);
            case "sampling period":
                profile.Period = text.Number64(value);
                return null;
            case "ms since reset":
                profile.DurationNanos = unchecked(text.Number64(value) * 1_000_000);
                return null;
            case "discarded samples":
                return null;
            default:
                throw text.Error($"'{key}' is not known in a contention profile");
        }
    }

    private static void ReadSamples(LegacyText text, LegacyProfile profile, long cycles)
    {
        for (bool more = text.Line.Length > 0; more
            && !text.Line.StartsWith("---", StringComparison.Ordinal); more = text.NextContent())
        {
            if (s_sample.Match(text.Line) is not { Success: true } match)
            {
                throw text.Error("'CYCLES COUNT @ 0xADDRESS …' is expected");
            }

            (long delay, long count) = (text.Number64(match.Groups[1].Value), text.Number64(match.Groups[2].Value));
            if (profile.Period > 0)
            {
                delay = cycles > 0 ? (long)(delay * (double)profile.Period / (cycles / 1e9)) : delay;
                count = unchecked(count * profile.Period);
            }

            profile.Add([.. text.Addresses(match.Groups[3].Value).Select(LegacyHeap.Call)], [count, delay]);
        }
    }
}

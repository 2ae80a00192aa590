using System.Text.RegularExpressions;

namespace Pprof.Format;

/// <summary>
/// Counted stacks of Go: <c>goroutine profile: total 7</c>, then <c>3 @ 0x1 0x2</c>. Names in comments are not read, as
/// by the pprof tool.
/// </summary>
internal static class LegacyCount
{
    private static readonly Regex s_head = new(@"^(\S+) profile: total [0-9]+$", RegexOptions.NonBacktracking);
    private static readonly Regex s_sample = new("^([0-9]+) @((?: 0x[0-9a-f]+)+)$", RegexOptions.NonBacktracking);

    public static ProfileData Read(LegacyText text, ReadBudget budget)
    {
        text.NextContent();
        if (s_head.Match(text.Line) is not { Success: true } head)
        {
            throw text.Error("'NAME profile: total N' is expected");
        }

        SampleType type = new(head.Groups[1].Value, "count");
        LegacyProfile profile = new(budget) { PeriodType = type, Period = 1 };
        profile.Types.Add(type);
        while (text.NextContent() && !text.Line.StartsWith("---", StringComparison.Ordinal))
        {
            if (s_sample.Match(text.Line) is not { Success: true } sample)
            {
                throw text.Error("'COUNT @ 0xADDRESS …' is expected");
            }

            profile.Add([.. text.Addresses(sample.Groups[2].Value).Select(LegacyHeap.Call)],
                [text.Number64(sample.Groups[1].Value)]);
        }

        profile.Mappings.Read(text.Mappings());
        return profile.ToProfile();
    }
}

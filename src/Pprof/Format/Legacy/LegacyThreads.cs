using System.Text.RegularExpressions;

namespace Pprof.Format;

/// <summary>
/// The stacks of all threads, of gperftools: <c>--- Thread 7f… (name: worker/123) stack: ---</c>, then lines with
/// addresses.
/// </summary>
internal static class LegacyThreads
{
    private static readonly Regex s_thread = new(
        "--- Thread ([0-9a-fA-F]+) \\(name: (.*)/([0-9]+)\\) stack: ---", RegexOptions.NonBacktracking);

    public static ProfileData Read(LegacyText text, ReadBudget budget)
    {
        text.NextContent();
        if (text.Line.StartsWith("--- threadz ", StringComparison.Ordinal))
        {
            while (text.Next() && !text.Line.StartsWith('-') && !LegacyMappings.Begins(text.Line))
            {
            }
        }

        SampleType type = new("thread", "count");
        LegacyProfile profile = new(budget) { PeriodType = type, Period = 1 };
        profile.Types.Add(type);
        while (!LegacyMappings.Begins(text.Line)
            && !text.Line.StartsWith("---- no stack trace for", StringComparison.Ordinal))
        {
            ReadThread(text, profile);
        }

        profile.Samples.ForEach(LegacyCpu.RemoveSecondLeaf);
        profile.Mappings.Read(text.Mappings());
        return profile.ToProfile();
    }

    private static void ReadThread(LegacyText text, LegacyProfile profile)
    {
        if (!s_thread.IsMatch(text.Line))
        {
            throw text.Error("'--- Thread ID (name: NAME/ID) stack: ---' or the memory map is expected");
        }

        List<ulong> stack = [];
        bool isSame = false;
        while (text.Next() && !text.Line.StartsWith("---", StringComparison.Ordinal))
        {
            isSame |= text.Line.Contains("same as previous thread", StringComparison.Ordinal);
            stack.AddRange(
                text.Line.Contains("same as previous thread", StringComparison.Ordinal) ? []
                : text.Addresses(text.Line));
        }

        if (!isSame && stack.Count > 0)
        {
            profile.Add([.. stack.Select((address, i) => i == 0 ? address : LegacyHeap.Call(address))], [1]);
        }
        else if (profile.Samples.Count > 0)
        {
            profile.Samples[^1].Values[0]++;
        }
    }
}

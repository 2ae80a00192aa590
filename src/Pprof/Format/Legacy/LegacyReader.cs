using System.Text;

namespace Pprof.Format;

/// <summary>
/// Reads the formats from before <c>profile.proto</c>: of gperftools, of old Go, of Java agents. The rules are those of
/// the pprof tool, whose reader is the only
/// description there is: https://github.com/google/pprof/blob/main/profile/legacy_profile.go.
/// </summary>
internal static class LegacyReader
{
    private const int LongestFirstLine = 4096;

    /// <summary>Null when it is none of them.</summary>
    /// <exception cref="ProfileFormatException">It is one, and damaged.</exception>
    public static ProfileData? TryRead(ReadOnlySpan<byte> data, ReadBudget budget)
    {
        if (LegacyCpu.TryRead(data, budget) is { } cpu)
        {
            return cpu;
        }

        string first = FirstLine(data);
        return Reader(first) is { } read ? Read(read, data, budget) : null;
    }

    /// <summary>By its first line that is neither empty nor a comment.</summary>
    private static Func<LegacyText, ReadBudget, ProfileData>? Reader(string first) =>
        first.StartsWith("heap profile: ", StringComparison.Ordinal) ? LegacyHeap.Read
        : first.Contains(" profile: total ", StringComparison.Ordinal) ? LegacyCount.Read
        : first.StartsWith("--- threadz ", StringComparison.Ordinal)
            || first.StartsWith("--- Thread ", StringComparison.Ordinal) ? LegacyThreads.Read
        : first is "--- heapz 1 ---" ? LegacyJava.ReadHeap
        : first.StartsWith("--- contentionz ", StringComparison.Ordinal)
            || first.StartsWith("--- mutex:", StringComparison.Ordinal)
            || first.StartsWith("--- contention:", StringComparison.Ordinal) ? LegacyContention.Read
        : null;

    private static ProfileData Read(
        Func<LegacyText, ReadBudget, ProfileData> read, ReadOnlySpan<byte> data, ReadBudget budget)
    {
        // Lines are strings one after the other; the whole text is one more.
        budget.Charge(3L * data.Length);
        return read(new LegacyText(Encoding.UTF8.GetString(data)), budget);
    }

    private static string FirstLine(ReadOnlySpan<byte> data)
    {
        string start = Encoding.UTF8.GetString(data[..Math.Min(data.Length, LongestFirstLine)]);
        return start.Split('\n').Select(line => line.Trim())
            .FirstOrDefault(line => line.Length > 0 && line[0] != '#') ?? "";
    }
}

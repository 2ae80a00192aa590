namespace Pprof.RuntimeWork;

/// <summary>
/// The runtime's tables of the methods that the core library calls it by:
/// <code>
/// QCall: {char* name, void* code}                              16 bytes each, some 400
/// FCall: {flags, void* code, char* name[, char* signature]}    24 or 32 bytes each, some 200
/// </code>
/// Found by what they are, a run of names beside starts of functions, so no version needs to be known.
/// </summary>
internal static class CallTables
{
    private const int ShortestRun = 10;
    private const int QCallWords = 2;

    /// <summary>Start of the function to its name.</summary>
    public static Dictionary<ulong, string> Read(ImageWords words)
    {
        Dictionary<ulong, string> calls = [];
        for (int i = 0; i < words.Count; i++)
        {
            int pairs = CountQCalls(words, i);
            if (pairs >= ShortestRun)
            {
                AddQCalls(words, i, pairs, calls);
                i += (pairs * QCallWords) - 1;
            }
            else if (words.IsFunction(i) && !calls.ContainsKey(words[i]) && IsFCall(words, i) && words.NameAt(i + 1) is { } name)
            {
                calls[words[i]] = name;
            }
        }

        return calls;
    }

    private static int CountQCalls(ImageWords words, int start)
    {
        int count = 0;
        while (words.IsFunction(start + (count * QCallWords) + 1) && words.NameAt(start + (count * QCallWords)) is not null)
        {
            count++;
        }

        return count;
    }

    private static void AddQCalls(ImageWords words, int start, int count, Dictionary<ulong, string> calls)
    {
        for (int i = start; i < start + (count * QCallWords); i += QCallWords)
        {
            calls[words[i + 1]] = words.NameAt(i)!;
        }
    }

    // One that has neighbours like itself; the last of a class has none behind it.
    private static bool IsFCall(ImageWords words, int at) =>
        IsPair(words, at) && (IsPair(words, at + 3) || IsPair(words, at + 4) || IsPair(words, at - 3) || IsPair(words, at - 4));

    private static bool IsPair(ImageWords words, int at) => words.IsFunction(at) && words.NameAt(at + 1) is not null;
}

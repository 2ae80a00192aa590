using Pprof.Format;

namespace Pprof.Reporting;

/// <summary>
/// The parts of source files in which a page shows figures: around every line that a profile names, the whole of its function with it where
/// its beginning is known. Files in the order in which the profile first names them, up to a bound.
/// </summary>
internal static class SourceParts
{
    // Lines before and after those that are named: the loop around a hot line, the comment above the method.
    private const int Before = 6;
    private const int After = 10;

    // Of all parts together: a page stays a file that can be sent by mail.
    private const int MostCharacters = 4_000_000;

    public static IReadOnlyList<SourcePart> Of(StackTree tree, ProfileData profile, IReadOnlyList<string> folders)
    {
        SourceFinder finder = new(folders, profile.Mappings.Select(mapping => mapping.FileName).Where(IsAssembly).Distinct());
        List<SourcePart> parts = [];
        int left = MostCharacters;
        foreach (IGrouping<int, long> file in LinesByFile(tree.Functions))
        {
            if (finder.Find(tree.Functions.Files[file.Key]) is { } text)
            {
                foreach (SourcePart part in PartsOf(file.Key, text, file).TakeWhile(_ => left > 0))
                {
                    parts.Add(part);
                    left -= part.Lines.Sum(line => line.Length + 1);
                }
            }
        }

        return parts;
    }

    private static bool IsAssembly(string file) => Path.GetExtension(file).ToLowerInvariant() is ".dll" or ".exe";

    private static IEnumerable<IGrouping<int, long>> LinesByFile(FunctionNames functions)
    {
        IEnumerable<(int File, long Line)> begins = functions.FileOf.Zip(functions.StartLines, (file, line) => (file, line));
        return functions.Places.Concat(begins).Where(place => place.Line > 0).GroupBy(place => place.File, place => place.Line);
    }

    // Ranges that overlap or touch become one.
    private static IEnumerable<SourcePart> PartsOf(int file, IReadOnlyList<string> text, IEnumerable<long> lines)
    {
        long first = 0, last = -1;
        foreach (long line in lines.Where(line => line <= text.Count).Distinct().Order())
        {
            if (last >= 0 && line - Before > last + 1)
            {
                yield return Part(first, last);
                last = -1;
            }

            first = last < 0 ? Math.Max(1, line - Before) : first;
            last = Math.Min(text.Count, line + After);
        }

        if (last >= 0)
        {
            yield return Part(first, last);
        }

        SourcePart Part(long from, long to) => new(file, (int)from, [.. text.Skip((int)from - 1).Take((int)(to - from + 1))]);
    }
}

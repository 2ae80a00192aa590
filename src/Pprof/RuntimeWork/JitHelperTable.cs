namespace Pprof.RuntimeWork;

/// <summary>
/// The runtime's table of the functions that compiled code calls without a name, in the order of its <c>jithelpers.h</c>. A cell is
/// a pointer, 0, or a number from 1 up: "the n-th of the table that is filled in at start-up". One ascending run of some hundred
/// such numbers between code pointers occurs nowhere else in the library.
/// </summary>
/// <remarks>
/// Where a helper stands is known for the tables of .NET 10 (101 numbers) and 11 (100), whose cells between the first number and
/// the last have these kinds, d a number, p a pointer, 0 empty. Any other pattern is refused: a name one row off would be a lie.
/// </remarks>
internal sealed class JitHelperTable
{
    private const int FewestNumbers = 50;

    private static readonly JitHelperLayout[] s_layouts = [JitHelperLayout.Net10, JitHelperLayout.Net11];

    private JitHelperTable(JitHelperLayout layout, ImageWords words, int first) => (Layout, _words, _first) = (layout, words, first);

    private readonly ImageWords _words;
    private readonly int _first;

    public JitHelperLayout Layout { get; }

    /// <summary>Null when there is none, or none that is known.</summary>
    public static JitHelperTable? TryFind(ImageWords words)
    {
        for (int first = 0; first < words.Count; first++)
        {
            if (words[first] == 1 && PatternFrom(words, first) is { } pattern
                && Array.Find(s_layouts, layout => layout.Pattern == pattern) is { } layout)
            {
                return new JitHelperTable(layout, words, first);
            }
        }

        return null;
    }

    /// <summary>The cell that lies so many behind the cell with a number.</summary>
    public ulong Behind(int number, int distance)
    {
        int at = _first;
        while (_words[at] != (ulong)number)
        {
            at++;
        }

        return _words[at + distance];
    }

    // Null when the numbers do not go on to at least fifty.
    private static string? PatternFrom(ImageWords words, int first)
    {
        List<char> kinds = [];
        int length = 0;
        ulong number = 0;
        for (int i = first; i < words.Count && (words[i] == 0 || words[i] == number + 1 || words.IsFunction(i)); i++)
        {
            bool isNext = words[i] == number + 1;
            number += isNext ? 1UL : 0;
            kinds.Add(isNext ? 'd' : words[i] == 0 ? '0' : 'p');
            length = isNext ? kinds.Count : length;
        }

        return number >= FewestNumbers ? new string([.. kinds[..length]]) : null;
    }
}

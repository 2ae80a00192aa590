using System.Text;

namespace Pprof.Format;

/// <summary>The strings of a profile, each once. Index 0 is the empty string, as the format demands.</summary>
internal sealed class StringTable
{
    private readonly Dictionary<string, int> _indices = new(StringComparer.Ordinal) { [""] = 0 };
    private readonly List<string> _strings = [""];

    /// <summary>In the order of their indices.</summary>
    public IReadOnlyList<string> Strings => _strings;

    public int Intern(string value) => _indices.TryGetValue(value, out int index) ? index : Add(value);

    /// <summary>
    /// A lone surrogate has no UTF-8 form. It is replaced before the look-up and not while writing, so that two strings that become
    /// equal share one index and a profile that is read and written again keeps its table.
    /// </summary>
    private int Add(string value)
    {
        string clean = ReplaceLoneSurrogates(value);
        if (!_indices.TryGetValue(clean, out int index))
        {
            index = _strings.Count;
            _strings.Add(clean);
            _indices.Add(clean, index);
        }

        // Known again by its own spelling; when that is already clean this changes nothing.
        _indices[value] = index;
        return index;
    }

    private static string ReplaceLoneSurrogates(string value) =>
        value.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') < 0 ? value : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(value));
}

using System.Text;

namespace Pprof.Format;

/// <summary>The string table of a file that is read.</summary>
internal sealed class DecodedStrings(ReadBudget budget)
{
    private readonly List<string> _strings = [];

    public bool IsEmpty => _strings.Count == 0;

    /// <summary>Bytes that are no UTF-8 become U+FFFD: native names of any encoding occur in profiles.</summary>
    public void Add(ref ProtoReader reader)
    {
        ReadOnlySpan<byte> utf8 = reader.Bytes(out _);
        if (IsEmpty && !utf8.IsEmpty)
        {
            throw reader.Error("the first string of the table must be empty");
        }

        budget.Charge(ReadBudget.String + ((long)sizeof(char) * utf8.Length));
        _strings.Add(Encoding.UTF8.GetString(utf8));
    }

    /// <summary>Reads the field at which <paramref name="reader"/> stands as an index.</summary>
    public string Read(ref ProtoReader reader)
    {
        ulong index = reader.UInt64();
        return index < (ulong)_strings.Count ? Named((int)index) : throw reader.Error(Missing(index));
    }

    /// <summary>For the header, whose fields may stand before the strings they refer to.</summary>
    public string Find(ulong index) =>
        index < (ulong)_strings.Count ? Named((int)index) : throw new ProfileFormatException($"Not a valid profile: the header: {Missing(index)}.");

    private string Named(int index)
    {
        budget.ChargeText(_strings[index].Length);
        return _strings[index];
    }

    private string Missing(ulong index) => $"string {index} is referred to and there are {_strings.Count}";
}

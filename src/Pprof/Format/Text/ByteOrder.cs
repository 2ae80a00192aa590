namespace Pprof.Format;

/// <summary>
/// Orders strings as their UTF-8 bytes are ordered, which is how Go sorts. Differs from ordinal order where one text goes on
/// beyond the first plane: surrogates are smaller than U+E000 as words, and larger as what they encode.
/// </summary>
internal sealed class ByteOrder : IComparer<string>
{
    public static readonly ByteOrder Comparer = new();

    public int Compare(string? x, string? y)
    {
        int same = x.AsSpan().CommonPrefixLength(y);
        return same == x!.Length || same == y!.Length ? x.Length - y!.Length : Rank(x[same]) - Rank(y[same]);
    }

    private static int Rank(char c) => char.IsSurrogate(c) ? c + 0x10000 : c;
}

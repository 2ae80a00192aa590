using System.Globalization;

namespace Pprof.Format;

/// <summary>
/// One frame of a stack as the text form shows it: a line of cells, <c>#</c>, address, <c>name+offset</c> and <c>file:line</c>,
/// as many as are known. Immutable; one instance serves all stacks it is in.
/// </summary>
internal sealed class TextFrame
{
    private readonly int _hash;

    /// <param name="address">
    /// Inside the call, for callers. What is no place in memory has a number of its own instead, the same each time it is written.
    /// </param>
    /// <param name="name">Empty when nothing but the address is known: the rest is left out then.</param>
    /// <param name="offset">Of the address in the function; negative when unknown.</param>
    /// <param name="fileName">Empty when unknown.</param>
    /// <param name="line">0 when unknown.</param>
    public TextFrame(ulong address, string name, long offset = -1, string fileName = "", long line = 0)
    {
        Address = address;
        AddressInList = " " + Hex(address + 1);
        Meaning = name.Length == 0 ? Hex(address) : QuotedText.OneCell(name);
        Place = name.Length == 0 ? "" : PlaceOf(fileName, line);
        Cells = CellsOf(name.Length == 0, offset);
        Widths = [.. Cells.Select(cell => cell.EnumerateRunes().Count())];
        _hash = HashCode.Combine(Meaning, Place);
    }

    public ulong Address { get; }

    /// <summary>
    /// As it stands after the <c>@</c>. The reader takes all addresses there for return addresses and subtracts one from each; what it
    /// arrives at is the address that the line shows.
    /// </summary>
    public string AddressInList { get; }

    public string[] Cells { get; }

    /// <summary>Of the cells, in characters as Go counts them.</summary>
    public int[] Widths { get; }

    private string Meaning { get; }

    private string Place { get; }

    /// <summary>True when a reader could tell them apart by nothing but the address.</summary>
    public bool ReadsAs(TextFrame other) => ReferenceEquals(this, other) || (_hash == other._hash && Meaning == other.Meaning && Place == other.Place);

    /// <summary>Equal for frames that read the same.</summary>
    public int ReadingHash => _hash;

    private static string Hex(ulong value) => string.Create(CultureInfo.InvariantCulture, $"0x{value:x}");

    private string[] CellsOf(bool isNameless, long offset)
    {
        if (isNameless)
        {
            return ["#", Meaning];
        }

        string name = offset < 0 ? Meaning : $"{Meaning}+{Hex((ulong)offset)}";
        return Place.Length == 0 ? ["#", Hex(Address), name] : ["#", Hex(Address), name, Place];
    }

    private static string PlaceOf(string fileName, long line) => fileName.Length == 0 || line == 0
        ? QuotedText.OneCell(fileName)
        : string.Create(CultureInfo.InvariantCulture, $"{QuotedText.OneCell(fileName)}:{line}");
}

using System.Globalization;

namespace Pprof.Reporting;

/// <summary>
/// What makes a row of a report one: of these fields those that the <see cref="Granularity"/> asks for, the others
/// empty.
/// </summary>
internal readonly record struct NodeInfo(
    string Name, ulong Address, string File, long StartLine, long Line, string Object)
{
    public string PrintableName
    {
        get
        {
            string place = Place;
            string address = Address == 0 ? "" : Address.ToString("x16", CultureInfo.InvariantCulture);
            return string.Join(' ', new[] { address, Name, place }.Where(part => part.Length > 0));
        }
    }

    /// <summary>For an order among nodes that look alike.</summary>
    public string SortKey =>
        string.Create(CultureInfo.InvariantCulture, $"{{{Name}  {Address} {File} {StartLine} {Line} {Object}}}");

    // File and line where the granularity has them; else what is known of a place without a name.
    private string Place =>
        Line != 0 ? string.Create(CultureInfo.InvariantCulture, $"{File}:{Line}")
        : File.Length > 0 ? File
        : Name.Length > 0 ? ""
        : Object.Length > 0 ? $"[{FrameNames.BaseName(Object)}]"
        : FrameNames.Unknown;
}

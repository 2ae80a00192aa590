using System.Globalization;
using Pprof.Format;

namespace Pprof.Reporting;

/// <summary>What a location is called where functions are counted: its functions, innermost first, or its address when it has none.</summary>
internal static class FrameNames
{
    public static IEnumerable<string> Of(Location location) =>
        location.Lines.Count > 0 ? location.Lines.Select(line => line.Function.Name) : [OfAddress(location)];

    public static string OfAddress(Location location) =>
        string.Create(CultureInfo.InvariantCulture, $"0x{location.Address:x} [{Path.GetFileName(location.Mapping?.FileName)}]");
}

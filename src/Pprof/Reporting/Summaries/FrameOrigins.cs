using System.Text.RegularExpressions;

namespace Pprof.Reporting;

/// <summary>Tells whose code a function is by its name.</summary>
internal static partial class FrameOrigins
{
    public static FrameOrigin Of(string name) => Marker().IsMatch(name) ? FrameOrigin.Marker
        : Framework().IsMatch(name) ? FrameOrigin.Framework
        : Native().IsMatch(name) || !Separator().IsMatch(CopySuffix().Replace(name, "")) ? FrameOrigin.Native
        : FrameOrigin.Program;

    [GeneratedRegex(@"^\[(lost|truncated|unwalkable|overflow|no answer|unknown)\]$")]
    private static partial Regex Marker();

    [GeneratedRegex(@"^((System|Microsoft|Internal|Interop|Pprof|dynamicClass)\b|<PrivateImplementationDetails>)")]
    private static partial Regex Framework();

    [GeneratedRegex(@"^(\[|0x|std::)")]
    private static partial Regex Native();

    [GeneratedRegex("[.:/]")]
    private static partial Regex Separator();

    // What gcc adds to the names of parts and copies of a function.
    [GeneratedRegex(@"(\.(constprop|isra|part|cold|lto_priv|localalias|clone)(\.\d+)?)+$")]
    private static partial Regex CopySuffix();
}

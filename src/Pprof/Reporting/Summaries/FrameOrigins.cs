using System.Text.RegularExpressions;
using Pprof.Format;

namespace Pprof.Reporting;

/// <summary>
/// Tells whose code a function is. A profile of this library says it by the assembly: its mappings are <c>program/Shop.dll</c>,
/// <c>package/Dapper.dll</c>, <c>framework/System.Net.Http.dll</c> (docs/reading-the-code.md). Where no mapping says it, the name decides.
/// Functions are one where their names are equal; of several answers the program's goes first, then a package's.
/// </summary>
internal sealed partial class FrameOrigins
{
    private static readonly Dictionary<string, FrameOrigin> s_folders = new()
    {
        ["program"] = FrameOrigin.Program, ["package"] = FrameOrigin.Package, ["framework"] = FrameOrigin.Framework, ["profiler"] = FrameOrigin.Framework,
    };

    private readonly Dictionary<string, FrameOrigin> _said = [];

    public FrameOrigin this[string name] => _said.TryGetValue(name, out FrameOrigin origin) ? origin : OfName(name);

    /// <summary>Of one profile, or of two that are compared.</summary>
    public static FrameOrigins Of(params IEnumerable<ProfileData?> profiles)
    {
        FrameOrigins origins = new();
        foreach (ProfileData profile in profiles.OfType<ProfileData>().Where(one => one.Mappings.Any(mapping => FolderOf(mapping) is not null)))
        {
            foreach (Location location in profile.Locations)
            {
                origins.Add(location);
            }
        }

        return origins;
    }

    private void Add(Location location)
    {
        if (Said(location.Mapping) is not { } origin)
        {
            return;
        }

        foreach (Line line in location.Lines)
        {
            string name = FrameNames.Of(line, location.Mapping);
            _said[name] = _said.TryGetValue(name, out FrameOrigin other) && other < origin ? other : origin;
        }
    }

    // In a profile that says it of managed code, what is in any other file is native; "[jit]" holds code made at run time, and what is no code.
    private static FrameOrigin? Said(Mapping? mapping) => mapping is null ? null
        : FolderOf(mapping) ?? (mapping.FileName.StartsWith('/') ? FrameOrigin.Native : null);

    private static FrameOrigin? FolderOf(Mapping mapping) =>
        mapping.FileName.Split('/') is [string folder, _] && s_folders.TryGetValue(folder, out FrameOrigin origin) ? origin : null;

    private static FrameOrigin OfName(string name) => Marker().IsMatch(name) ? FrameOrigin.Marker
        : Framework().IsMatch(name) ? FrameOrigin.Framework
        : Native().IsMatch(name) || !Separator().IsMatch(CopySuffix().Replace(name, "")) ? FrameOrigin.Native
        : FrameOrigin.Program;

    [GeneratedRegex(@"^\[(lost|truncated|unwalkable|overflow|no answer|unknown|left out|await: caller unknown)\]$")]
    private static partial Regex Marker();

    // With what is compiled at run time and what the compiler adds, which are as little the program's.
    [GeneratedRegex(@"^((System|Microsoft|Internal|Interop|Pprof|dynamicClass)\b|<PrivateImplementationDetails>)")]
    private static partial Regex Framework();

    [GeneratedRegex(@"^(\[|0x|std::)")]
    private static partial Regex Native();

    // Native names have no dots but those that gcc adds to the parts and copies of a function.
    [GeneratedRegex("[.:/]")]
    private static partial Regex Separator();

    [GeneratedRegex(@"(\.(constprop|isra|part|cold|lto_priv|localalias|clone)(\.\d+)?)+$")]
    private static partial Regex CopySuffix();
}

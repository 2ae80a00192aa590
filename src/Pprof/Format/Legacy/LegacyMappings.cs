using System.Globalization;
using System.Text.RegularExpressions;

namespace Pprof.Format;

/// <summary>
/// What was mapped where, from the lines at the end of a legacy profile: those of <c>/proc/self/maps</c>, or short ones
/// of other tools. The corrections are the
/// pprof tool's: mappings that were split are joined, the program comes first, and an address that lies in none gets
/// one without a name.
/// </summary>
internal sealed class LegacyMappings
{
    private const ulong UsualStart = 0x400000;
    private const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;
    private static readonly string[] s_begin = ["--- Memory map: ---", "MAPPED_LIBRARIES:"];

    private static readonly Regex s_full = new(@"^\s*(?:0x)?([0-9a-fA-F]+)[\s-]?\s*(?:0x)?([0-9a-fA-F]+):?(?:\s+([-rwxp]+))?(?:\s+([0-9a-fA-F]+))?\s+[0-9a-fA-F]+:[0-9a-fA-F]+\s+[0-9]+(?:\s+(\S+))?", Linear);
    private static readonly Regex s_brief = new(@"^\s*(?:0x)?([0-9a-fA-F]+)[\s-]?\s*(?:0x)?([0-9a-fA-F]+):?(?:\s+([-rwxp]+))?(?:\s+(\S+))?(?:\s+\(@([0-9a-fA-F]+)\))?(?:\s+([0-9a-fA-F]+))?", Linear);
    private static readonly Regex s_logPrefix = new(@"^[^\[\]]+:[0-9]+]\s", Linear);
    private static readonly Regex s_library = new(@"[.]so$|[.]so[._][0-9]+", Linear);

    private readonly List<LegacyRegion> _regions = [];
    private readonly List<(string Name, string Value)> _substitutions = [];
    private LegacyRegion? _unknown;
    private bool _isArranged;

    public static bool Begins(string line) =>
        Array.Exists(s_begin, mark => line.Contains(mark, StringComparison.Ordinal));

    public void Read(IEnumerable<string> lines)
    {
        foreach (string line in lines)
        {
            Add(Substitute(WithoutLogPrefix(line)));
        }
    }

    /// <summary>
    /// Null for address 0, which is none. To look may correct the region's bounds, so all addresses come before
    /// <see cref="ToMappings"/>.
    /// </summary>
    public LegacyRegion? Of(ulong address)
    {
        Arrange();
        return address == 0 ? null : Inside(address) ?? Below(address) ?? Unknown();
    }

    /// <summary>In their order, numbered from 1.</summary>
    public Dictionary<LegacyRegion, Mapping> ToMappings()
    {
        Arrange();
        return _regions.Select((region, i) => (region, i))
            .ToDictionary(pair => pair.region, pair => pair.region.ToMapping(pair.i + 1));
    }

    private static string WithoutLogPrefix(string line) =>
        s_logPrefix.Match(line) is { Success: true } match ? line[match.Length..] : line;

    // Lines name=value stand for text in later lines.
    private string Substitute(string line)
    {
        foreach ((string name, string value) in _substitutions)
        {
            line = line.Replace("$" + name, value, StringComparison.Ordinal);
        }

        return line;
    }

    private void Add(string line)
    {
        bool isFull = s_full.Match(line) is { Success: true };
        Match match = isFull ? s_full.Match(line) : s_brief.Match(line);
        if (!match.Success)
        {
            if (line.IndexOf('=') is > 0 and int equals && _substitutions.Count < 100)
            {
                _substitutions.Add((line[..equals].Trim(), line[(equals + 1)..].Trim()));
            }

            return;
        }

        string permissions = match.Groups[3].Value, file = match.Groups[isFull ? 5 : 4].Value,
            offset = match.Groups[isFull ? 4 : 5].Value;
        if ((permissions.Length == 0 || permissions.Contains('x')) && TryHex(match.Groups[1].Value, out ulong start)
            && TryHex(match.Groups[2].Value, out ulong limit) && TryHex(offset, out ulong at))
        {
            _regions.Add(
                new LegacyRegion { Start = start, Limit = limit, Offset = at, File = file,
                BuildId = isFull ? "" : match.Groups[6].Value });
        }
    }

    private static bool TryHex(string text, out ulong value)
    {
        value = 0;
        return text.Length == 0
            || ulong.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
    }

    private void Arrange()
    {
        if (_isArranged)
        {
            return;
        }

        _isArranged = true;
        Join();
        int main = _regions.FindIndex(IsProgram);
        if (main > 0)
        {
            (_regions[0], _regions[main]) = (_regions[main], _regions[0]);
        }

        CorrectFirst();
    }

    private void Join()
    {
        for (int i = 1; i < _regions.Count;)
        {
            if (_regions[i - 1].IsContinuedBy(_regions[i]))
            {
                _regions[i - 1].Append(_regions[i]);
                _regions.RemoveAt(i);
            }
            else
            {
                i++;
            }
        }
    }

    private void CorrectFirst()
    {
        if (_regions.Count > 1 && _regions[0].File.StartsWith("/anon_hugepage", StringComparison.Ordinal)
            && _regions[0].Limit == _regions[1].Start)
        {
            _regions.RemoveAt(0);
        }

        if (_regions is [{ } first, ..] && unchecked(first.Start - first.Offset) == UsualStart)
        {
            (first.Start, first.Offset) = (UsualStart, 0);
        }
    }

    private static bool IsProgram(LegacyRegion region)
    {
        string file = region.File.Replace("(deleted)", "", StringComparison.Ordinal).Trim();
        return file.Length > 0 && file[0] != '[' && !s_library.IsMatch(file);
    }

    private LegacyRegion? Inside(ulong address) =>
        _regions.Find(region => region.Start <= address && address < region.Limit);

    // Of a file mapped in parts only the later ones may be listed.
    private LegacyRegion? Below(ulong address)
    {
        LegacyRegion? later = _regions.Find(
            region => region.Offset != 0 && unchecked(region.Start - region.Offset) <= address
            && address < region.Start);
        if (later is not null)
        {
            (later.Start, later.Offset) = (unchecked(later.Start - later.Offset), 0);
        }

        return later;
    }

    private LegacyRegion Unknown()
    {
        if (_unknown is null)
        {
            _regions.Add(_unknown = new LegacyRegion { Limit = ulong.MaxValue });
        }

        return _unknown;
    }
}

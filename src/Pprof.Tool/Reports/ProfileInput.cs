using System.CommandLine;
using Pprof.Conversion;
using Pprof.Conversion.Nettrace;
using Pprof.Format;
using Pprof.Reporting;
using Pprof.Tool.Sources;

namespace Pprof.Tool.Reports;

/// <summary>The profile that a report is about: one or more sources added up, less a base.</summary>
internal sealed class ProfileInput
{
    private readonly SourceOptions _sources = new();
    private readonly Option<string[]> _base = new("--base")
        { Description = "A profile to take away; shares are of what is left.", HelpName = "SOURCE" };
    private readonly Option<string[]> _diffBase = new("--diff-base")
        { Description = "A profile to compare with; shares are of it.", HelpName = "SOURCE" };
    private readonly Option<bool> _normalize = new("--normalize")
        { Description = "Scale the profile to the base's total before." };
    private readonly Option<TraceKind?> _kind = new("--kind")
        { Description = "Of a .nettrace file: wall, allocs, contention or exceptions.", HelpName = "KIND" };
    private readonly Option<bool> _trusted = new("--trusted")
        { Description = "Read the file whatever it costs; without, a small file may not take gigabytes." };

    public void AddTo(Command command)
    {
        _sources.AddTo(command);
        command.Add(_base);
        command.Add(_diffBase);
        command.Add(_normalize);
        command.Add(_kind);
        command.Add(_trusted);
    }

    /// <summary>All sources added up, less the base where there is one.</summary>
    public async Task<LoadedProfile> ReadAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        ReadLimits limits = parsed.GetValue(_trusted) ? ReadLimits.None : ReadLimits.Default;
        string[] plain = parsed.GetValue(_base) ?? [], marked = parsed.GetValue(_diffBase) ?? [];
        if (plain.Length > 0 && marked.Length > 0)
        {
            throw new ToolException("--base and --diff-base cannot both be. Name one.", ExitCode.Usage);
        }

        LoadedProfile loaded = await ReadAllAsync(
            _sources.AllOf(parsed), limits, parsed.GetValue(_kind), cancellationToken);
        if (plain.Length + marked.Length == 0)
        {
            return loaded;
        }

        LoadedProfile taken = await ReadAllAsync(
            [.. plain.Concat(marked).Select(name => _sources.Of(parsed, name))], limits, parsed.GetValue(_kind),
            cancellationToken);
        ProfileData left = ProfileSet.Subtract(
            loaded.Profile, taken.Profile, marked.Length > 0, parsed.GetValue(_normalize));
        return new LoadedProfile(
            left, new ReadBudget(limits, loaded.Bytes + taken.Bytes), loaded.Bytes + taken.Bytes, IsMerged: true);
    }

    /// <summary>Two profiles, by themselves.</summary>
    public async Task<(LoadedProfile First, LoadedProfile Second)> ReadPairAsync(
        ParseResult parsed, CancellationToken cancellationToken)
    {
        ReadLimits limits = parsed.GetValue(_trusted) ? ReadLimits.None : ReadLimits.Default;
        IReadOnlyList<ProfileSource> sources = _sources.AllOf(parsed);
        return sources.Count == 2
            ? (await ReadAllAsync([sources[0]], limits, parsed.GetValue(_kind), cancellationToken),
                await ReadAllAsync([sources[1]], limits, parsed.GetValue(_kind), cancellationToken))
            : throw new ToolException(
                $"Two profiles are compared, and {sources.Count} were named. Name the earlier one, then the later one.",
                ExitCode.Usage);
    }

    private static async Task<LoadedProfile> ReadAllAsync(
        IReadOnlyList<ProfileSource> sources, ReadLimits limits, TraceKind? kind, CancellationToken cancellationToken)
    {
        List<(ProfileSource Source, byte[] Content)> read = [];
        foreach (ProfileSource source in sources)
        {
            read.Add((source, await source.ReadAsync(cancellationToken)));
        }

        // go tool pprof takes the program before its profile; names are in the profile here.
        if (read.Count > 1 && IsProgram(read[0].Content))
        {
            read.RemoveAt(0);
        }

        List<ProfileData> profiles = [.. read.Select(one => Decode(one.Source, one.Content, limits, kind))];
        long bytes = read.Sum(one => (long)one.Content.Length);
        return new LoadedProfile(
            profiles.Count == 1 ? profiles[0]
            : ProfileSet.Merge(profiles), new ReadBudget(limits, bytes), bytes, profiles.Count > 1);
    }

    private static ProfileData Decode(ProfileSource source, byte[] content, ReadLimits limits, TraceKind? kind)
    {
        try
        {
            return ProfileConverter.Read(content, limits, kind, out _);
        }
        catch (ProfileFormatException e)
        {
            string remedy = e.Message.Contains(nameof(ProfileLimits), StringComparison.Ordinal)
                ? " Here that is --trusted." : "";
            throw new ToolException($"{source.Name}: {e.Message}{remedy}", ExitCode.BadProfile);
        }
    }

    private static bool IsProgram(ReadOnlySpan<byte> content) =>
        content.StartsWith("\u007fELF"u8) || content.StartsWith("MZ"u8);
}

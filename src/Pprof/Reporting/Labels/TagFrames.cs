using Pprof.Format;

namespace Pprof.Reporting;

/// <summary>
/// Makes frames of labels, above all stacks or below them: what <c>-tagroot</c> and <c>-tagleaf</c> ask for.
/// </summary>
internal sealed class TagFrames
{
    private readonly Dictionary<(string Text, string Key), Location> _made = [];
    private readonly List<Location> _locations;
    private readonly string _unit;
    private ulong _nextLocation;
    private ulong _nextFunction;

    private TagFrames(ProfileData profile, string unit)
    {
        _unit = unit;
        _locations = [.. profile.Locations];
        _nextLocation = _locations.Count == 0 ? 1 : _locations.Max(location => location.Id.Value) + 1;
        _nextFunction = profile.Functions.Count == 0 ? 1 : profile.Functions.Max(function => function.Id.Value) + 1;
    }

    /// <param name="profile">Not changed.</param>
    /// <param name="options">Which keys; the first is nearest to the root, the last to the leaf.</param>
    /// <param name="warn">Is told when no sample has such a label.</param>
    public static ProfileData Apply(ProfileData profile, ReportOptions options, Action<string> warn)
    {
        string[] roots = Keys(options.TagRoot), leaves = Keys(options.TagLeaf);
        if (roots.Length == 0 && leaves.Length == 0)
        {
            return profile;
        }

        TagFrames frames = new(profile, options.Unit);
        List<Sample> samples =
            [.. profile.Samples.Select(
            sample => sample.With([.. frames.For(sample, leaves), .. sample.Locations, .. frames.For(sample, roots)]))];
        WarnWithout(profile, roots, "tagroot", warn);
        WarnWithout(profile, leaves, "tagleaf", warn);
        return profile.With(samples, frames._locations);
    }

    private static string[] Keys(string keys) => keys.Split(',', StringSplitOptions.RemoveEmptyEntries);

    private static void WarnWithout(ProfileData profile, string[] keys, string option, Action<string> warn)
    {
        if (keys.Length > 0 && !profile.Samples.Any(sample => sample.Labels.Any(label => keys.Contains(label.Key))))
        {
            warn($"--{option}: no sample has a label {string.Join(" or ", keys)}.");
        }
    }

    private IEnumerable<Location> For(Sample sample, string[] keys) =>
        keys.Reverse().Select(key => Frame(TextOf(sample, key), key));

    private string TextOf(Sample sample, string key) =>
        string.Join(',',
        LabelSetText.Texts(sample).Where(group => group.Key == key).SelectMany(group => group)
        .Select(label => label.Text)
        .Concat(LabelSetText.Numbers(sample).Where(group => group.Key == key).SelectMany(group => group)
            .Select(TextOf)));

    private string TextOf(Label label) =>
        label.Unit.Length > 0 ? Measure.Label(label.Number, label.Unit, _unit) : Measure.Label(label.Number, "", "");

    private Location Frame(string text, string key)
    {
        if (!_made.TryGetValue((text, key), out Location? location))
        {
            Function function = new() { Id = new FunctionId(_nextFunction++), Name = text, FileName = key };
            location = new Location { Id = new LocationId(_nextLocation++), Lines = [new Line(function)] };
            _made.Add((text, key), location);
            _locations.Add(location);
        }

        return location;
    }
}

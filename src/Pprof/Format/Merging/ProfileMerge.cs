namespace Pprof.Format;

/// <summary>
/// Adds up profiles of the same sample types, each value times a factor; with the factor -1 it takes one away. Equal stacks with equal labels become
/// one, and what comes out as zero in every value is left out. One thread at a time.
/// </summary>
internal sealed class ProfileMerge
{
    private readonly MergedTables _tables = new();
    private readonly Dictionary<Sample, long[]> _values = new(StackComparer.Instance);
    private IReadOnlyList<SampleType>? _types;

    /// <param name="profile">Not changed.</param>
    /// <param name="factors">One for each sample type.</param>
    /// <exception cref="ArgumentException">It has other sample types than those before it.</exception>
    public void Add(ProfileData profile, IReadOnlyList<long> factors)
    {
        _types ??= profile.SampleTypes;
        if (!_types.SequenceEqual(profile.SampleTypes))
        {
            throw new ArgumentException($"Profiles of {Text(_types)} and of {Text(profile.SampleTypes)} cannot be added up; use profiles of one kind.", nameof(profile));
        }

        foreach (Mapping mapping in profile.Mappings)
        {
            _tables.Merge(mapping);
        }

        foreach (Sample sample in profile.Samples)
        {
            Add(sample, factors);
        }
    }

    /// <summary>What was added since another profile: its values taken away from those of this one.</summary>
    /// <exception cref="ArgumentException">They have different sample types.</exception>
    public static ProfileData Subtract(ProfileData profile, ProfileData other)
    {
        ProfileMerge merge = new();
        merge.Add(profile, [.. profile.SampleTypes.Select(_ => 1L)]);
        merge.Add(other, [.. other.SampleTypes.Select(_ => -1L)]);
        return merge.ToProfile(profile, profile.TimeNanos, profile.DurationNanos, profile.Comments);
    }

    /// <summary>The samples that are left, in the order in which their stacks came, with the tables that they need.</summary>
    /// <param name="header">Gives everything else.</param>
    /// <param name="timeNanos">Start of the collection since 1970 UTC.</param>
    /// <param name="durationNanos">Length of the collection.</param>
    /// <param name="comments">What the result says of itself.</param>
    public ProfileData ToProfile(ProfileData header, long timeNanos, long durationNanos, IReadOnlyList<string> comments)
    {
        List<Sample> samples = [.. from entry in _values where entry.Value.Any(value => value != 0) select WithValues(entry.Key, entry.Value)];
        List<Location> locations = [.. samples.SelectMany(sample => sample.Locations).Distinct().OrderBy(location => location.Id.Value)];
        return new ProfileData
        {
            SampleTypes = header.SampleTypes,
            Samples = samples,
            Mappings = [.. _tables.Mappings],
            Locations = locations,
            Functions = [.. locations.SelectMany(location => location.Lines).Select(line => line.Function).Distinct().OrderBy(function => function.Id.Value)],
            DropFrames = header.DropFrames,
            KeepFrames = header.KeepFrames,
            TimeNanos = timeNanos,
            DurationNanos = durationNanos,
            PeriodType = header.PeriodType,
            Period = header.Period,
            Comments = comments,
            DefaultSampleType = header.DefaultSampleType,
            DocUrl = header.DocUrl,
        };
    }

    private void Add(Sample sample, IReadOnlyList<long> factors)
    {
        Sample stack = new()
        {
            Locations = [.. sample.Locations.Select(_tables.Merge)],
            Labels = [.. sample.Labels.OrderBy(label => label.Key, StringComparer.Ordinal).ThenBy(label => label.Text, StringComparer.Ordinal).ThenBy(label => label.Number)],
            Values = [],
        };
        if (!_values.TryGetValue(stack, out long[]? sums))
        {
            _values.Add(stack, sums = new long[factors.Count]);
        }

        for (int i = 0; i < sums.Length; i++)
        {
            sums[i] += sample.Values[i] * factors[i];
        }
    }

    private static Sample WithValues(Sample stack, long[] values) =>
        new() { Locations = stack.Locations, Labels = stack.Labels, Values = values };

    private static string Text(IReadOnlyList<SampleType> types) => string.Join(", ", types.Select(type => $"{type.Type}/{type.Unit}"));
}

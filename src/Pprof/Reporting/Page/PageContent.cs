using Pprof.Format;

namespace Pprof.Reporting;

/// <summary>Everything a page is made of.</summary>
internal sealed class PageContent
{
    public required ProfilePageOptions Options { get; init; }

    public required ProfileData Profile { get; init; }

    /// <summary>What the profile is compared with, or null.</summary>
    public ProfileData? Base { get; init; }

    /// <summary>Number of the sample type to show first.</summary>
    public required int ShownType { get; init; }

    public required SampleSums Samples { get; init; }

    public required IReadOnlyList<SourcePart> Sources { get; init; }

    /// <exception cref="ArgumentException">There is no such sample type, or the two are not of one kind; the message names what there is.</exception>
    public static PageContent Of(PageInput input, PageInput? baseInput, ProfilePageOptions options)
    {
        (ProfileData profile, ProfileData? other) = (input.Profile, baseInput?.Profile);
        if (other is not null && !other.SampleTypes.SequenceEqual(profile.SampleTypes))
        {
            throw new ArgumentException(
                $"A profile of {Text(profile)} cannot be compared with one of {Text(other)}. Compare two profiles of one kind.", nameof(baseInput));
        }

        int shown = SampleTypeChoice.IndexOf(profile, options.SampleType, nameof(options));
        SampleSums samples = SampleSums.Of(input, baseInput, options.MaxFrames);
        return new PageContent
        {
            Options = options,
            Profile = profile,
            Base = other,
            ShownType = shown,
            Samples = samples,
            Sources = options.ShowSources ? SourceParts.Of(samples.Tree, profile, options.SourcePaths) : [],
        };
    }

    private static string Text(ProfileData profile) => string.Join(", ", profile.SampleTypes.Select(type => $"{type.Type}/{type.Unit}"));
}

namespace Pprof.Format;

/// <summary>A stack with the values measured there.</summary>
internal sealed class Sample
{
    /// <summary>Leaf first. Empty is valid: the values then count for no function but for the total.</summary>
    public IReadOnlyList<Location> Locations { get; init; } = [];

    /// <summary>One for each of <see cref="ProfileData.SampleTypes"/>, in their order.</summary>
    public required IReadOnlyList<long> Values { get; init; }

    public IReadOnlyList<Label> Labels { get; init; } = [];

    /// <summary>The same values on another stack.</summary>
    public Sample With(IReadOnlyList<Location> locations) => new() { Locations = locations, Values = Values, Labels = Labels };
}

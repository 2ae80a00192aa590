using Pprof.TestSupport;

namespace Pprof.Export.Tests.Receivers;

/// <summary>A profile as a receiver understands it: values by sample type, each with the functions of its
/// stack.</summary>
/// <param name="Route">Which way it came.</param>
/// <param name="Name">What it was called.</param>
/// <param name="Values">One for each sample and type.</param>
internal sealed record ReceivedProfile(string Route, string Name, IReadOnlyList<ReceivedValue> Values)
{
    /// <summary>Labels, attributes or parameters that came with it.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    public long Total(string type, string function) =>
        Values.Where(value => value.Type == type && value.Functions.Contains(function)).Sum(value => value.Value);

    public long Total(string type) => Values.Where(value => value.Type == type).Sum(value => value.Value);

    /// <summary>Read by the classes that protoc made of the format.</summary>
    public static IReadOnlyList<ReceivedValue> Read(byte[] file)
    {
        TestSupport.Proto.Profile profile = ProfileOracle.AssertValid(file);
        return [.. from sample in profile.Sample
            let functions = ProfileOracle.Names(profile, sample).ToHashSet()
            let labels = sample.Label.ToDictionary(
                label => profile.StringTable[(int)label.Key], label => label.Str != 0 ? profile.StringTable[(int)label.Str] : $"{label.Num}")
            from index in Enumerable.Range(0, profile.SampleType.Count)
            select new ReceivedValue(profile.StringTable[(int)profile.SampleType[index].Type], functions, sample.Value[index]) { Labels = labels }];
    }
}

internal sealed record ReceivedValue(string Type, IReadOnlySet<string> Functions, long Value)
{
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>The span it is linked to, in hexadecimal digits; null for none.</summary>
    public string? Span { get; init; }
}

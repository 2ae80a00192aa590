using Pprof.TestSupport.Otlp;
using Xunit;

namespace Pprof.Export.Tests.Receivers;

/// <summary>An OTLP message, read by protoc's classes, with the rules that the format's own comments lay
/// down.</summary>
internal sealed class OtlpMessage
{
    private readonly ExportProfilesServiceRequest _message;
    private readonly ProfilesDictionary _tables;

    public OtlpMessage(byte[] bytes)
    {
        _message = ExportProfilesServiceRequest.Parser.ParseFrom(bytes);
        _tables = _message.Dictionary;
        Assert.Equal("", _tables.StringTable[0]);
        Assert.Equal(new Mapping(), _tables.MappingTable[0]);
        Assert.Equal(new Location(), _tables.LocationTable[0]);
        Assert.Equal(new Function(), _tables.FunctionTable[0]);
        Assert.Equal(new Link(), _tables.LinkTable[0]);
        Assert.Equal(new KeyValueAndUnit(), _tables.AttributeTable[0]);
        Assert.Equal(new Stack(), _tables.StackTable[0]);
        Assert.Equal(_tables.StringTable.Count, _tables.StringTable.Distinct().Count());
        Assert.All(Profiles, profile =>
        {
            Assert.Equal(16, profile.ProfileId.Length);
            Assert.All(profile.Samples, sample => Assert.Single(sample.Values));
        });
        Assert.Equal(Profiles.Count(), Profiles.Select(profile => profile.ProfileId).Distinct().Count());
    }

    public IReadOnlyDictionary<string, string> Resource =>
        _message.ResourceProfiles.Single().Resource.Attributes.ToDictionary(one => one.Key, one => one.Value.StringValue);

    /// <summary>Of the first type, for the name.</summary>
    public string FirstType => TextOf(Profiles.First().SampleType.TypeStrindex);

    public IReadOnlyList<ReceivedValue> Values =>
        [.. from profile in Profiles from sample in profile.Samples select ValueOf(profile, sample)];

    private IEnumerable<TestSupport.Otlp.Profile> Profiles => _message.ResourceProfiles.Single().ScopeProfiles.Single().Profiles;

    private ReceivedValue ValueOf(TestSupport.Otlp.Profile profile, Sample sample) => new(
        TextOf(profile.SampleType.TypeStrindex),
        _tables.StackTable[sample.StackIndex].LocationIndices.SelectMany(FunctionsOf).ToHashSet(),
        sample.Values[0])
    {
        Labels = sample.AttributeIndices.Select(index => _tables.AttributeTable[index]).ToDictionary(one => TextOf(one.KeyStrindex), ValueOf),
        Span = sample.LinkIndex == 0 ? null : Convert.ToHexStringLower(_tables.LinkTable[sample.LinkIndex].SpanId.Span),
    };

    private static string ValueOf(KeyValueAndUnit attribute) => attribute.Value.ValueCase == AnyValue.ValueOneofCase.IntValue
        ? $"{attribute.Value.IntValue}"
        : attribute.Value.StringValue;

    private IEnumerable<string> FunctionsOf(int location)
    {
        Location place = _tables.LocationTable[location];
        Assert.InRange(place.MappingIndex, 0, _tables.MappingTable.Count - 1);
        return place.Lines.Select(line => TextOf(_tables.FunctionTable[line.FunctionIndex].NameStrindex));
    }

    private string TextOf(int index) => _tables.StringTable[index];
}

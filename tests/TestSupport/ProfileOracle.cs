using Pprof.TestSupport.Proto;
using Xunit;

namespace Pprof.TestSupport;

/// <summary>The viewer's rules for a profile, applied to what protoc's classes read from a finished file.</summary>
public static class ProfileOracle
{
    public static Proto.Profile AssertValid(MemoryStream file) => AssertValid(file.ToArray());

    /// <summary>Fails unless google/pprof would accept the file (its <c>CheckValid</c>); returns what is in it.</summary>
    public static Proto.Profile AssertValid(byte[] file)
    {
        Proto.Profile profile = ProtoOracle.Read(file);
        Assert.Equal("", profile.StringTable[0]);
        Assert.NotEmpty(profile.SampleType);
        AssertIds("mapping", profile.Mapping.Select(m => m.Id));
        AssertIds("function", profile.Function.Select(f => f.Id));
        AssertIds("location", profile.Location.Select(l => l.Id));
        AssertReferences(profile);
        return profile;
    }

    /// <summary>Sum of one value over all samples, of the last type when none is named.</summary>
    public static long Total(Proto.Profile profile, int valueIndex) => profile.Sample.Sum(sample => sample.Value[valueIndex]);

    /// <summary>Function names of a sample, leaf first, as the viewer would show them.</summary>
    public static IEnumerable<string> Names(Proto.Profile profile, Sample sample)
    {
        Dictionary<ulong, Location> locations = profile.Location.ToDictionary(l => l.Id);
        Dictionary<ulong, Function> functions = profile.Function.ToDictionary(f => f.Id);
        return sample.LocationId.SelectMany(id => locations[id].Line).Select(line => profile.StringTable[(int)functions[line.FunctionId].Name]);
    }

    /// <summary>Text of a sample's label; null when it has none of this key.</summary>
    public static string? Label(Proto.Profile profile, Sample sample, string key) =>
        sample.Label.FirstOrDefault(label => profile.StringTable[(int)label.Key] == key) is { } label ? profile.StringTable[(int)label.Str] : null;

    private static void AssertIds(string what, IEnumerable<ulong> ids)
    {
        ulong[] all = [.. ids];
        Assert.DoesNotContain(0UL, all);
        Assert.True(all.Distinct().Count() == all.Length, $"duplicate {what} ids");
    }

    private static void AssertReferences(Proto.Profile profile)
    {
        HashSet<ulong> mappings = [.. profile.Mapping.Select(m => m.Id)];
        HashSet<ulong> functions = [.. profile.Function.Select(f => f.Id)];
        HashSet<ulong> locations = [.. profile.Location.Select(l => l.Id)];
        Assert.All(profile.Location, l => Assert.True(l.MappingId == 0 || mappings.Contains(l.MappingId)));
        Assert.All(profile.Location.SelectMany(l => l.Line), line => Assert.Contains(line.FunctionId, functions));
        foreach (Sample sample in profile.Sample)
        {
            Assert.Equal(profile.SampleType.Count, sample.Value.Count);
            Assert.True(sample.LocationId.All(locations.Contains));
        }
    }
}

using Pprof.Format;
using Pprof.TestSupport;
using Xunit;

namespace Pprof.Tests.Format;

/// <summary>What would make an invalid file is refused when it is added, and the profile goes on as if it had not been tried.</summary>
public sealed class ProfileEncoderMisuseTests
{
    public static TheoryData<string, string> Cases => new()
    {
        { "mapping id 0", "0 says \"none\"" },
        { "function id 0", "Number them from 1" },
        { "location id 0", "Number them from 1" },
        { "mapping twice", "already a mapping with id 1" },
        { "function twice", "already a function with id 1" },
        { "location twice", "already a location with id 1" },
        { "line of no function", "refers to function 9, which was not added" },
        { "sample of no location", "refers to location 9, which was not added" },
        { "too few values", "1 values for 2 sample types" },
        { "too many values", "3 values for 2 sample types" },
        { "sample type after a sample", "before the first sample" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Misuse_is_refused_with_a_remedy_and_changes_nothing(string misuse, string message)
    {
        Exception? refusal = null;
        byte[] file = Encode(encoder => refusal = Record.Exception(() => Misuse(encoder, misuse)));
        Assert.True(refusal is ArgumentException or InvalidOperationException, $"{refusal}");
        Assert.Contains(message, refusal.Message, StringComparison.Ordinal);
        Assert.Equal(Encode(_ => { }), file);
    }

    [Fact]
    public void Sample_before_any_sample_type_is_refused()
    {
        using ProfileEncoder encoder = new(new MemoryStream());
        Assert.Contains("no sample types", Assert.Throws<ArgumentException>(() => encoder.AddSample([], [])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Finish_with_a_mapping_missing_is_refused_until_it_is_added()
    {
        MemoryStream stream = new();
        using ProfileEncoder encoder = new(stream);
        encoder.AddLocation(new(1), new(5), 1, []);
        Assert.Contains("mapping 5", Assert.Throws<InvalidOperationException>(encoder.Finish).Message, StringComparison.Ordinal);
        encoder.AddMapping(new Mapping { Id = new(5) });
        encoder.Finish();
        Assert.Equal(5UL, ProtoOracle.Read(stream.ToArray()).Location[0].MappingId);
    }

    [Fact]
    public void Nothing_can_be_added_after_the_end()
    {
        MemoryStream stream = new();
        using ProfileEncoder encoder = new(stream);
        encoder.Finish();
        long length = stream.Length;
        Assert.Throws<InvalidOperationException>(() => encoder.AddComment("late"));
        Assert.Throws<InvalidOperationException>(encoder.Finish);
        Assert.Equal(length, stream.Length);
    }

    private static byte[] Encode(Action<ProfileEncoder> meanwhile)
    {
        MemoryStream stream = new();
        using ProfileEncoder encoder = new(stream);
        encoder.AddSampleType(new("samples", "count"));
        encoder.AddSampleType(new("cpu", "nanoseconds"));
        encoder.AddMapping(new Mapping { Id = new(1) });
        encoder.AddFunction(new(1), "Main");
        encoder.AddLocation(new(1), new(1), 1, [new(new(1), 2)]);
        encoder.AddSample([new(1)], [1, 2]);
        meanwhile(encoder);
        encoder.AddFunction(new(9), "After");
        encoder.AddLocation(new(9), default, 1, [new(new(9), 2)]);
        encoder.AddSample([new(9)], [1, 2]);
        encoder.Finish();
        return stream.ToArray();
    }

    private static void Misuse(ProfileEncoder encoder, string misuse)
    {
        switch (misuse)
        {
            case "mapping id 0":
                encoder.AddMapping(new Mapping { Id = default });
                break;
            case "function id 0":
                encoder.AddFunction(default, "wrong");
                break;
            case "location id 0":
                encoder.AddLocation(default, default, 0, []);
                break;
            case "mapping twice":
                encoder.AddMapping(new Mapping { Id = new(1), FileName = "wrong" });
                break;
            case "function twice":
                encoder.AddFunction(new(1), "wrong");
                break;
            case "location twice":
                encoder.AddLocation(new(1), default, 0, []);
                break;
            case "line of no function":
                encoder.AddLocation(new(2), default, 0, [new(new(9))]);
                break;
            case "sample of no location":
                encoder.AddSample([new(1), new(9)], [1, 2]);
                break;
            case "too few values":
                encoder.AddSample([new(1)], [1]);
                break;
            case "too many values":
                encoder.AddSample([new(1)], [1, 2, 3]);
                break;
            case "sample type after a sample":
                encoder.AddSampleType(new("wrong", "wrong"));
                break;
            default:
                Assert.Fail($"No such case: {misuse}");
                break;
        }
    }
}

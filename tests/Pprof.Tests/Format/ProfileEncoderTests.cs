using Pprof.Format;
using Pprof.TestSupport;
using Xunit;
using Proto = Pprof.TestSupport.Proto;

namespace Pprof.Tests.Format;

public sealed class ProfileEncoderTests
{
    [Fact]
    public void Every_field_is_where_the_schema_says() => Assert.Equal(
        """
        types "samples"/"count" "cpu"/"nanoseconds" default "cpu"
        period "cpu"/"nanoseconds" 10000000
        time 1700000000000000000 duration 2000000000
        drop "Drop.*" keep "Keep.*" doc "https://example.org/doc"
        comments "engine: timers" "rate: 100 Hz"
        mapping 1 1000-9000+40 "/app/app.dll" "abc" True True True True
        function 1 "Program.Main(string[])" "Program::Main" "/src/Program.cs":3
        function 2 "Program.Work<int>()" "" "/src/Program.cs":10
        location 1 mapping 1 1234 True 2:12:5 1:4:0
        location 2 mapping 1 2000 False 1:5:0
        location 3 mapping 0 ffffffffffffffff False 
        sample 1,2 = 3,30000000 "user"="anna"|0|"" "bytes"=""|512|"" "wait"=""|7|"milliseconds"
        sample 3,1,2 = -1,-9223372036854775808 
        sample  = 1,10000000 

        """,
        ProtoText.Of(ProtoOracle.Read(GivenProfiles.Write(GivenProfiles.Small()))));

    [Theory]
    [InlineData("Run", "Run", "")]
    [InlineData("Run", "C::Run", "C::Run")]
    [InlineData("Run", "", "")]
    public void System_name_is_never_the_name(string name, string systemName, string written)
    {
        Proto.Profile profile = Encode(encoder => encoder.AddFunction(new(1), name, systemName));
        Assert.Equal(written, profile.StringTable[(int)profile.Function[0].SystemName]);
    }

    /// <summary>Not a case of the table above: attributes are stored as UTF-8, which has no lone surrogates.</summary>
    [Fact]
    public void System_name_that_becomes_the_name_in_the_file_is_left_out()
    {
        Proto.Profile profile = Encode(encoder => encoder.AddFunction(new(1), "a\uD800", "a\uFFFD"));
        Assert.Equal(0, profile.Function[0].SystemName);
    }

    [Fact]
    public void String_table_begins_with_the_empty_string_and_has_each_string_once()
    {
        Proto.Profile profile = ProtoOracle.Read(GivenProfiles.Write(GivenProfiles.Small()));
        Assert.Equal("", profile.StringTable[0]);
        Assert.Equal(profile.StringTable.Count, profile.StringTable.Distinct().Count());
    }

    [Fact]
    public void Lone_surrogates_become_replacement_characters()
    {
        Proto.Profile profile = Encode(encoder => encoder.AddComment("a\uD800b\uDC00"));
        Assert.Equal("a\uFFFDb\uFFFD", profile.StringTable[(int)profile.Comment[0]]);
    }

    [Fact]
    public void Profile_without_samples_is_complete()
    {
        Proto.Profile profile = Encode(encoder => encoder.SetPeriod(new("cpu", "nanoseconds"), 2_000_000));
        Assert.Equal(2_000_000, profile.Period);
        Assert.Empty(profile.Sample);
    }

    [Fact]
    public void Mapping_may_follow_the_locations_that_refer_to_it()
    {
        Proto.Profile profile = Encode(encoder =>
        {
            encoder.AddLocation(new(1), new(7), 0x10, []);
            encoder.AddMapping(new Mapping { Id = new(7), HasFunctions = true });
        });
        Assert.Equal(profile.Mapping[0].Id, profile.Location[0].MappingId);
    }

    [Fact]
    public void Setting_again_replaces()
    {
        Proto.Profile profile = Encode(encoder =>
        {
            encoder.SetTime(1);
            encoder.SetTime(2);
            encoder.SetPeriod(new("a", "b"), 1);
            encoder.SetPeriod(null, 0);
        });
        Assert.Equal(2, profile.TimeNanos);
        Assert.Null(profile.PeriodType);
    }

    private static Proto.Profile Encode(Action<ProfileEncoder> add)
    {
        MemoryStream stream = new();
        using ProfileEncoder encoder = new(stream);
        add(encoder);
        encoder.Finish();
        return ProtoOracle.Read(stream.ToArray());
    }
}

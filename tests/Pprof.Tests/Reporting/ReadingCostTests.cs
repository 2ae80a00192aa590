using Pprof.Format;
using Pprof.TestSupport;
using Xunit;
using static Pprof.Format.ProfileSchema;
using static Pprof.Tests.Format.ProtoBytes;

namespace Pprof.Tests.Reporting;

/// <summary>A small file can neither take long nor much memory, whatever it multiplies. Without the limits these would take minutes and gigabytes.</summary>
public sealed class ReadingCostTests
{
    private const long Megabyte = 1 << 20;

    /// <summary>What is multiplied: named in one place of the file, used in another.</summary>
    public static TheoryData<string, string> Products => new()
    {
        { "a location of many lines in a deep stack", "MaxFrames" },
        { "a location of many lines in many samples", "MaxFrames" },
        { "a long name of many sample types", "MaxTextLength" },
        { "a long unit of many sample types", "MaxTextLength" },
        { "a long comment many times", "MaxTextLength" },
        { "a long label of many samples", "MaxTextLength" },
        { "a long key of many labels", "MaxTextLength" },
        { "a long file of many functions", "MaxTextLength" },
        { "a long name of many mappings", "MaxTextLength" },
        { "many values that are 0", "MaxMemoryBytes" },
        { "many samples of nothing", "MaxMemoryBytes" },
        { "many comments that are empty", "MaxMemoryBytes" },
        { "many different stacks of few locations", "MaxMemoryBytes" },
        { "a long run of zeros", "MaxBytes" },
    };

    [Theory]
    [MemberData(nameof(Products))]
    public void Small_file_is_refused_by_the_report_within_its_worth(string product, string limit) =>
        AssertRefused(product, limit, file => ProfileReport.Read(new MemoryStream(file)), mayPass: product.Contains("different stacks", StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Products))]
    public void Small_file_is_refused_by_the_page_within_its_worth(string product, string limit) =>
        AssertRefused(product, limit, file => ProfilePage.Write(Stream.Null, file), mayPass: product.Contains("different stacks", StringComparison.Ordinal));

    [Fact]
    public void Limit_can_be_raised_and_lowered_by_who_reads()
    {
        byte[] file = ProtoOracle.Compress(Lines(depth: 3000, lines: 4000));
        ProfileReportOptions raised = new() { Limits = new ProfileLimits { MaxFrames = 12_000_000 } };
        ProfileReportOptions lowered = new() { Limits = new ProfileLimits { MaxFrames = 11_999_999 } };

        Assert.Equal(7, ProfileReport.Read(new MemoryStream(file), raised).Total);
        FormatException refusal = Assert.ThrowsAny<FormatException>(() => ProfileReport.Read(new MemoryStream(file), lowered));
        Assert.Contains("11999999 frames. Raise ProfileLimits.MaxFrames", refusal.Message, StringComparison.Ordinal);
        Assert.Throws<ProfileFormatException>(() => ProfilePage.Write(Stream.Null, file, new ProfilePageOptions { Limits = lowered.Limits }));
    }

    [Fact]
    public void Nothing_of_the_page_is_written_when_it_is_refused()
    {
        MemoryStream html = new();
        Assert.Throws<ProfileFormatException>(() => ProfilePage.Write(html, Make("many values that are 0")));
        Assert.Equal(0, html.Length);
    }

    private static void AssertRefused(string product, string limit, Action<byte[]> read, bool mayPass)
    {
        byte[] file = Make(product);
        Assert.InRange(file.Length, 1, Megabyte);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Exception? refusal = Record.Exception(() => read(file));
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        if (!mayPass || refusal is not null)
        {
            Assert.Contains($"Raise ProfileLimits.{limit} if", Assert.IsType<ProfileFormatException>(refusal).Message, StringComparison.Ordinal);
        }

        // All that was allocated, also what was given back meanwhile: the file's own buffers double.
        Assert.InRange(allocated, 0, 320 * Megabyte);
    }

    private static byte[] Make(string product) => ProtoOracle.Compress(product switch
    {
        "a location of many lines in a deep stack" => Lines(depth: 20_000, lines: 20_000),
        "a location of many lines in many samples" => Join(Head(), Function, Location(20_000), Many(20_000, Sample(1))),
        "a long name of many sample types" => Join(Head(), Long, Many(5_000, Message(Profile_SampleType, Varint(ValueType_Type, 3)))),
        "a long unit of many sample types" => Join(Head(), Long, Many(5_000, Message(Profile_SampleType, Varint(ValueType_Unit, 3)))),
        "a long comment many times" => Join(Head(), Long, Many(5_000, Varint(Profile_Comment, 3))),
        "a long label of many samples" => Join(Head(), Long, Many(5_000, Message(Profile_Sample, Varint(Sample_Value, 1), Message(Sample_Label, Varint(Label_Key, 1), Varint(Label_Str, 3))))),
        "a long key of many labels" => Join(Head(), Long, Message(Profile_Sample, Varint(Sample_Value, 1), Numbered(5_000, i => Message(Sample_Label, Varint(Label_Key, 3), Varint(Label_Num, i))))),
        "a long file of many functions" => Join(Head(), Long, Numbered(5_000, i => Message(Profile_Function, Varint(Function_Id, i), Varint(Function_FileName, 3)))),
        "a long name of many mappings" => Join(Head(), Long, Numbered(5_000, i => Message(Profile_Mapping, Varint(Mapping_Id, i), Varint(Mapping_FileName, 3)))),
        "many values that are 0" => Join(Head(), Message(Profile_Sample, Message(Sample_Value, new byte[15_000_000]))),
        "many samples of nothing" => Join(Head(), Many(3_000_000, Message(Profile_Sample, Varint(Sample_Value, 1)))),
        "many comments that are empty" => Join(Head(), Message(Profile_Comment, new byte[15_000_000])),
        "many different stacks of few locations" => DifferentStacks(),
        "a long run of zeros" => Join(Head(), Message(Profile_StringTable, new byte[60_000_000])),
        _ => throw new ArgumentException(product),
    });

    private static byte[] Function => Message(Profile_Function, Varint(Function_Id, 1), Varint(Function_Name, 1));

    private static byte[] Long => Message(Profile_StringTable, [.. Enumerable.Repeat((byte)'c', 100_000)]);

    private static byte[] Head() =>
        Join(Text(Profile_StringTable, ""), Text(Profile_StringTable, "cpu"), Text(Profile_StringTable, "ns"), Message(Profile_SampleType, Varint(ValueType_Type, 1), Varint(ValueType_Unit, 2)));

    private static byte[] Lines(int depth, int lines) => Join(Head(), Function, Location(lines), Sample(depth));

    private static byte[] Location(int lines) =>
        Message(Profile_Location, Varint(Location_Id, 1), Many(lines, Message(Location_Line, Varint(Line_FunctionId, 1))));

    private static byte[] Sample(int depth) =>
        Message(Profile_Sample, Varint(Sample_Value, 7), Message(Sample_LocationId, [.. Enumerable.Repeat((byte)1, depth)]));

    /// <summary>Every frame is a node of its own in a tree of callers: 6 million of a file of some hundred kilobytes.</summary>
    private static byte[] DifferentStacks()
    {
        Random random = new(1);
        byte[] locations = Numbered(2, i => Message(Profile_Location, Varint(Location_Id, i), Message(Location_Line, Varint(Line_FunctionId, 1), Varint(Line_Line, i))));
        byte[] samples = Numbered(30_000, _ => Message(Profile_Sample, Varint(Sample_Value, 1), Message(Sample_LocationId, Stack(random))));
        return Join(Head(), Function, locations, samples);
    }

    // Leaf first: the callers differ at once, what they call is alike and shrinks to nothing.
    private static byte[] Stack(Random random) =>
        [.. Enumerable.Repeat((byte)1, 185), .. Enumerable.Range(0, 15).Select(_ => (byte)random.Next(1, 3))];

    private static byte[] Many(int count, byte[] part)
    {
        byte[] all = new byte[count * part.Length];
        for (int i = 0; i < count; i++)
        {
            part.CopyTo(all, i * part.Length);
        }

        return all;
    }

    private static byte[] Numbered(int count, Func<ulong, byte[]> part) => [.. Enumerable.Range(1, count).SelectMany(i => part((ulong)i))];
}

using System.Text;
using Pprof.Format;
using Xunit;

namespace Pprof.Tests.Format;

/// <summary>The text form from synthetic frames. Tabs are shown as arrows.</summary>
public sealed class CountTextTests
{
    private static readonly TextFrame s_load = new(0x7f0242, "Store.Load", 0x42, "/src/Store.cs", 17);
    private static readonly TextFrame s_main = new(0x7f911b, "Program.Main", 0x1b, "/src/Program.cs", 8);
    private static readonly TextFrame s_retry = new(0x7f9130, "Program.Main", 0x30, "/src/Program.cs", 9);

    [Fact]
    public void Records_have_count_addresses_labels_and_one_line_a_frame()
    {
        CountText text = new("connections");
        text.Add([s_load, s_main], LabelText.Of([new("user", "7")]), 3);

        Assert.Equal(
            """
            connections profile: total 3
            3 @ 0x7f0243 0x7f911c
            # labels: {"user":"7"}
            #→0x7f0242→Store.Load+0x42→→/src/Store.cs:17
            #→0x7f911b→Program.Main+0x1b→/src/Program.cs:8


            """,
            Write(text));
    }

    [Fact]
    public void No_stacks_are_a_header_alone() => Assert.Equal("goroutine profile: total 0\n", Write(new CountText("goroutine")));

    [Fact]
    public void Records_are_sorted_by_count_then_by_the_text_of_their_addresses()
    {
        CountText text = new("p");
        text.Add([At(0x9f)], "", 1);
        text.Add([At(0x100)], "", 1);
        text.Add([At(0x9f), At(1)], "", 1);
        text.Add([At(0x9)], "{\"b\":\"\"}", 1);
        text.Add([At(0x9)], "{\"a\":\"\"}", 1);
        text.Add([At(0x5)], "", 44);
        text.Add([At(0x6)], "", 50);

        string[] records = [.. Write(text).Split('\n').Where(line => line.Contains('@', StringComparison.Ordinal) || line.StartsWith("# l", StringComparison.Ordinal))];

        Assert.Equal(
            ["50 @ 0x7", "44 @ 0x6", "1 @ 0x101", "1 @ 0xa", "# labels: {\"a\":\"\"}", "1 @ 0xa", "# labels: {\"b\":\"\"}", "1 @ 0xa0", "1 @ 0xa0 0x2"],
            records);
    }

    [Fact]
    public void Order_of_records_is_that_of_their_whole_text()
    {
        Random random = new(1);
        CountText text = new("p");
        for (int i = 0; i < 500; i++)
        {
            TextFrame[] frames = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => At((ulong)random.NextInt64(1L << random.Next(1, 63))))];
            text.Add(frames, random.Next(3) == 0 ? "{\"k\":\"v\"}" : "", 1);
        }

        string[] keys = [.. Write(text).Split("\n\n", StringSplitOptions.RemoveEmptyEntries)
            .Select(record => record[record.IndexOf('@', StringComparison.Ordinal)..])
            .Select(record => record[..record.IndexOf("\n#→", StringComparison.Ordinal)])];

        Assert.Equal(keys.Order(StringComparer.Ordinal), keys);
    }

    [Fact]
    public void Equal_stacks_with_equal_labels_are_one_record()
    {
        CountText text = new("p");
        text.Add([s_load, s_main], "{\"a\":\"1\"}", 3);
        text.Add([s_load, s_main], "{\"a\":\"2\"}", 10);
        text.Add([s_load, s_main], "{\"a\":\"1\"}", 4);

        Assert.Equal(["10 @ 0x7f0243 0x7f911c", "7 @ 0x7f0243 0x7f911c"], Records(text));
    }

    [Fact]
    public void Code_compiled_again_is_counted_with_what_reads_the_same()
    {
        TextFrame optimized = new(0x7faa00, "Store.Load", 0x11, "/src/Store.cs", 17);
        CountText text = new("p");
        text.Add([optimized, s_main], "", 5);
        text.Add([s_load, s_main], "", 2);
        text.Add([s_load, s_retry], "", 1);

        Assert.Equal(["7 @ 0x7f0243 0x7f911c", "1 @ 0x7f0243 0x7f9131"], Records(text));
    }

    [Fact]
    public void Frames_known_by_address_alone_are_told_apart_by_it()
    {
        CountText text = new("p");
        text.Add([At(0x10), s_main], "", 1);
        text.Add([At(0x20), s_main], "", 1);

        Assert.Equal(2, Records(text).Length);
    }

    [Fact]
    public void Stack_without_frames_has_an_address_that_no_code_has()
    {
        CountText text = new("threadcreate");
        text.Add([], "", 4);

        Assert.Equal("threadcreate profile: total 4\n4 @ 0x1\n#→0x0→[no frames]\n\n", Write(text));
    }

    [Fact]
    public void What_is_not_known_is_left_out()
    {
        CountText text = new("p");
        text.Add([At(0xab), new(0xcd, "native"), new(0xef, "sized", 0), new(0x12, "lineless", 0x1, "/a.cs")], "", 1);

        Assert.Equal(
            """
            p profile: total 1
            1 @ 0xac 0xce 0xf0 0x13
            #→0xab
            #→0xcd→native
            #→0xef→sized+0x0
            #→0x12→lineless+0x1→/a.cs


            """,
            Write(text));
    }

    [Fact]
    public void Names_and_comments_cannot_break_out_of_their_line()
    {
        CountText text = new("my\nprofile of things") { Comments = ["first\n7 @ 0x1"] };
        text.Add([new(0x1, "a\nb\tc", 0, "/d\ne.cs", 3)], "", 1);

        Assert.Equal(
            """
            my_profile_of_things profile: total 1
            # first\n7 @ 0x1
            1 @ 0x2
            #→0x1→a\nb\tc+0x0→/d\ne.cs:3


            """,
            Write(text));
    }

    [Fact]
    public void Large_numbers_and_text_beyond_ASCII_are_written_as_they_are()
    {
        CountText text = new("p");
        text.Add([new(0xffffffffffffff00, "Grüße.世界", 0x7fffffff, "/ä.cs", 1_234_567)], "", 12_345_678);

        Assert.Equal(
            "p profile: total 12345678\n12345678 @ 0xffffffffffffff01\n#→0xffffffffffffff00→Grüße.世界+0x7fffffff→/ä.cs:1234567\n\n", Write(text));
    }

    [Fact]
    public void Example_in_the_documentation_is_what_is_written()
    {
        TextFrame main = new(0x7f37de2a190b, "Program.Main", 0x1b, "/src/Program.cs", 8);
        CountText text = new("myapp.connections");
        text.Add([new(0x500000000000001, "dynamicClass.Handler"), main], "", 4);
        text.Add([new(0x7f37de2a345f, "Store.Load", 0x2f, "/src/Store.cs", 11), main], LabelText.Of([new("user", "7"), new("tenant", "acme")]), 40);
        MemoryStream stream = new();
        text.WriteTo(stream);

        Assert.Contains(
            $"```\n{Encoding.UTF8.GetString(stream.ToArray())}```\n",
            File.ReadAllText(Architecture.Repository.PathOf("docs", "text-format.md")),
            StringComparison.Ordinal);
    }

    private static TextFrame At(ulong address) => new(address, "");

    private static string[] Records(CountText text) => [.. Write(text).Split('\n').Where(line => line.Contains(" @ ", StringComparison.Ordinal))];

    // Without the memory map, which must be there.
    private static string Write(CountText text)
    {
        MemoryStream stream = new();
        text.WriteTo(stream);
        string written = Encoding.UTF8.GetString(stream.ToArray());
        int map = written.IndexOf("--- Memory map: ---\n", StringComparison.Ordinal);
        Assert.EndsWith("\n0x0-0xffffffffffffffff http://process/\n", written[map..], StringComparison.Ordinal);
        return written[..map].Replace('\t', '→');
    }
}

using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Pprof.Format;
using Pprof.Tests.Format;
using Xunit;

namespace Pprof.Tests.Reporting.Page;

public sealed class PageWriterTests
{
    private const string Hostile = "</script><script>alert(1)</script><!--<img src=x onerror=alert(2)>&\"'`\u2028\u2029{{script}}${x}]]>";

    [Fact]
    public void Policy_allows_the_script_and_the_style_of_the_page_and_nothing_else()
    {
        PageText page = PageText.Of(GivenProfiles.Small());

        Assert.Equal(
            $"default-src 'none'; script-src '{Hash(page.Script)}'; style-src '{Hash(page.Style)}'; img-src data:; base-uri 'none'; form-action 'none'",
            page.Policy);
        Assert.Equal(page.Policy + "; frame-ancestors 'none'", ProfilePage.ContentSecurityPolicy);
    }

    [Fact]
    public void Hostile_texts_add_no_markup_and_arrive_unchanged()
    {
        ProfileData tame = Texts("a"), hostile = Texts(Hostile);
        PageText page = PageText.Of(hostile, new ProfilePageOptions { Title = Hostile });

        Assert.Equal(PageText.Of(tame, new ProfilePageOptions { Title = "a" }).Tags, page.Tags);
        Assert.All(
            [page.Profile.GetProperty("functions")[0], page.Profile.GetProperty("files")[1], page.Profile.GetProperty("comments")[0], page.Profile.GetProperty("types")[0][0], page.Profile.GetProperty("labels")[0][1]],
            text => Assert.Equal(Hostile, text.GetString()));
    }

    [Fact]
    public void Title_is_shown_as_it_is() =>
        Assert.Contains("<title>a &lt;b&gt; &amp; c</title>", PageText.Of(GivenProfiles.Small(), new ProfilePageOptions { Title = "a <b> & c" }).Html, StringComparison.Ordinal);

    [Fact]
    public void Page_holds_the_header_of_the_profile()
    {
        JsonElement profile = PageText.Of(GivenProfiles.Small()).Profile;

        Assert.Equal("""[["samples","count"],["cpu","nanoseconds"]]""", profile.GetProperty("types").GetRawText());
        Assert.Equal("""["engine: timers","rate: 100 Hz"]""", profile.GetProperty("comments").GetRawText());
        Assert.Equal(2_000_000_000, profile.GetProperty("durationNanos").GetInt64());
        Assert.Equal(1, profile.GetProperty("shown").GetInt32());
        Assert.Equal("""[["user","anna",0,""],["bytes","",512,""],["wait","",7,"milliseconds"]]""", profile.GetProperty("labels").GetRawText());
    }

    [Fact]
    public void Sample_type_can_be_chosen() =>
        Assert.Equal(0, PageText.Of(GivenProfiles.Small(), new ProfilePageOptions { SampleType = "samples" }).Profile.GetProperty("shown").GetInt32());

    [Fact]
    public void Unknown_sample_type_is_answered_with_the_ones_there_are_and_nothing_is_written()
    {
        using MemoryStream html = new();
        ArgumentException error = Assert.Throws<ArgumentException>(
            () => ProfilePage.Write(html, GivenProfiles.Write(GivenProfiles.Small()), new ProfilePageOptions { SampleType = "heap" }));

        Assert.Contains("'heap'; it has: samples, cpu", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, html.Length);
    }

    [Fact]
    public void Bytes_that_are_no_profile_are_a_FormatException_and_nothing_is_written()
    {
        using MemoryStream html = new();

        Assert.ThrowsAny<FormatException>(() => ProfilePage.Write(html, new byte[] { 1, 2, 3 }));
        Assert.Equal(0, html.Length);
    }

    [Fact]
    public void Failure_of_the_stream_reaches_the_caller_and_the_stream_is_left_alone()
    {
        byte[] profile = GivenProfiles.Write(GivenProfiles.Small());
        long length = Encoding.UTF8.GetByteCount(PageText.Of(profile).Html);
        foreach (long capacity in new[] { 0, 200, length / 2, length - 30_000, length - 1 })
        {
            using FailingStream stream = new(capacity);

            Assert.Same(stream.Failure, Assert.Throws<IOException>(() => ProfilePage.Write(stream, profile)));
            Assert.False(stream.WasUsedAfterFailure);
            Assert.False(stream.WasClosed);
        }
    }

    /// <summary>One sample, every text of it the same.</summary>
    private static ProfileData Texts(string text)
    {
        Function function = new() { Id = new(1), Name = text, FileName = text };
        Location location = new() { Id = new(1), Lines = [new(function)] };
        return new ProfileData
        {
            SampleTypes = [new(text, text)],
            Comments = [text],
            DocUrl = text,
            PeriodType = new(text, text),
            Functions = [function],
            Locations = [location],
            Samples = [new() { Locations = [location], Values = [1], Labels = [Label.OfText(text, text)] }],
        };
    }

    private static string Hash(string text) => "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}

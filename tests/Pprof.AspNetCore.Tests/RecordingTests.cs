using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Pprof.AspNetCore.Recordings;
using Xunit;

namespace Pprof.AspNetCore.Tests;

/// <summary>Profiles that somebody has looked at are kept for a while: to be downloaded, opened again and compared.</summary>
public sealed partial class RecordingTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Page_leads_to_its_recording_and_the_index_lists_it_with_its_forms()
    {
        await using Site site = await Site.StartAsync();
        await site.Client.GetStringAsync("debug/pprof/goroutine?view=flame", Cancel);
        await site.Client.GetStringAsync("debug/pprof/goroutine?view=md", Cancel);

        string index = await site.Client.GetStringAsync("debug/pprof/", Cancel);
        byte[] file = await site.Client.GetByteArrayAsync("debug/pprof/recordings/1", Cancel);
        string difference = await site.Client.GetStringAsync("debug/pprof/recordings/2?view=flame&base=1", Cancel);

        Assert.Contains("<th scope=\"row\">goroutine 2</th>", index, StringComparison.Ordinal);
        Assert.Contains("href=\"./recordings/2?view=flame&amp;base=1\"", index, StringComparison.Ordinal);
        Assert.Equal([0x1f, 0x8b], file[..2]);
        Assert.Contains("<!doctype html>", difference, StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_that_a_tool_fetches_is_not_kept_and_none_is_where_the_options_say_so()
    {
        await using Site site = await Site.StartAsync();
        await site.Client.GetByteArrayAsync("debug/pprof/goroutine", Cancel);
        Assert.DoesNotContain("Looked at", await site.Client.GetStringAsync("debug/pprof/", Cancel), StringComparison.Ordinal);
        await using Site none = await Site.StartAsync(options => options.KeptRecordings = 0);
        await none.Client.GetStringAsync("debug/pprof/goroutine?view=flame", Cancel);
        Assert.DoesNotContain("Looked at", await none.Client.GetStringAsync("debug/pprof/", Cancel), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("recordings/1", HttpStatusCode.NotFound)]
    [InlineData("recordings/x", HttpStatusCode.NotFound)]
    [InlineData("goroutine?view=flame&base=7", HttpStatusCode.NotFound)]
    [InlineData("goroutine?base=7", HttpStatusCode.BadRequest)]
    [InlineData("goroutine?view=md&base=x", HttpStatusCode.BadRequest)]
    [InlineData("goroutine?view=md&size=huge", HttpStatusCode.BadRequest)]
    [InlineData("goroutine?view=pdf", HttpStatusCode.BadRequest)]
    public async Task What_is_not_there_or_makes_no_sense_is_answered_with_a_sentence(string path, HttpStatusCode status)
    {
        await using Site site = await Site.StartAsync();
        using HttpResponseMessage response = await site.GetAsync(path, Cancel);

        Assert.Equal(status, response.StatusCode);
        Assert.EndsWith("\n", await response.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Profiles_of_two_kinds_are_not_compared()
    {
        await using Site site = await Site.StartAsync();
        await site.Client.GetStringAsync("debug/pprof/goroutine?view=md", Cancel);
        using HttpResponseMessage response = await site.GetAsync("threadcreate?view=flame&base=1", Cancel);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("cannot be compared", await response.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Report_is_text_in_either_form()
    {
        await using Site site = await Site.StartAsync();
        using HttpResponseMessage markdown = await site.GetAsync("goroutine?view=md&size=short", Cancel);
        using HttpResponseMessage json = await site.GetAsync("goroutine?view=json", Cancel);

        Assert.Equal("text/plain", markdown.Content.Headers.ContentType?.MediaType);
        Assert.Contains("## What these figures cannot tell", await markdown.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.Equal("application/json", json.Content.Headers.ContentType?.MediaType);
        Assert.Equal("goroutine", JsonDocument.Parse(await json.Content.ReadAsStringAsync(Cancel)).RootElement.GetProperty("kind").GetString());
    }

    [Fact]
    public void Recordings_are_bounded_in_number_bytes_and_age()
    {
        SteppedClock clock = new();
        RecentRecordings recordings = new(clock, 3);
        foreach (string name in new[] { "a", "b", "c", "d" })
        {
            recordings.Keep(name, new byte[10]);
        }

        Assert.Equal(["d", "c", "b"], recordings.All().Select(recording => recording.Name));
        Assert.Null(recordings.Find(1));
        recordings.Keep("large", new byte[(32 << 20) - 5]);
        Assert.Equal(["large"], recordings.All().Select(recording => recording.Name));
        Assert.Null(recordings.Keep("too large", new byte[(32 << 20) + 1]));
        clock.Now += TimeSpan.FromMinutes(31);
        Assert.Empty(recordings.All());
    }

    /// <summary>Ten lines, each from what the runtime counts anyway, in both forms.</summary>
    [Fact]
    public async Task Index_begins_with_ten_lines_that_say_what_the_process_does()
    {
        await using Site site = await Site.StartAsync();
        string index = await site.Client.GetStringAsync("debug/pprof/", Cancel);
        string text = await site.Client.GetStringAsync("debug/pprof/?debug=1", Cancel);

        Assert.Equal(10, TriageRow().Count(index[..index.IndexOf("Recordings of the next seconds", StringComparison.Ordinal)]));
        Assert.Equal(
            ["CPU", "Collector", "Allocations", "Heap", "Memory", "Thread pool", "Threads", "Locks", "Exceptions", "Recording"],
            text.TrimEnd('\n').Split('\n').Select(line => line.Split(':')[0]));
        Assert.Matches(@"^CPU: +\d+\.\d\d of \d+ processors, in the last \d", text);
    }

    /// <summary>The figures move with what the process does: a burner, then exceptions.</summary>
    [Fact]
    public async Task Triage_sees_work_and_exceptions()
    {
        await using Site site = await Site.StartAsync();
        await site.Client.GetStringAsync("debug/pprof/?debug=1", Cancel);
        using (new Burner())
        {
            for (int i = 0; i < 300; i++)
            {
                try
                {
                    throw new InvalidOperationException();
                }
                catch (InvalidOperationException)
                {
                    // Counted.
                }
            }

            await Task.Delay(500, Cancel);
        }

        string text = await site.Client.GetStringAsync("debug/pprof/?debug=1", Cancel);

        Assert.DoesNotMatch("CPU: +0.0[0-4] ", text);
        Assert.DoesNotMatch("Exceptions: +0 a second", text);
    }

    [GeneratedRegex("<tr><th scope=\"row\">")]
    private static partial Regex TriageRow();

    private sealed class SteppedClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}

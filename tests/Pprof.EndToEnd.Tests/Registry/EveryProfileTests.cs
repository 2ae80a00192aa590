using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Pprof.EndToEnd.Tests.StartStop;
using Pprof.TestSupport;
using Xunit;

namespace Pprof.EndToEnd.Tests.Registry;

/// <summary>What holds of every profile of the process, predefined or created, in every form.</summary>
public sealed partial class EveryProfileTests
{
    private static readonly int[] s_debugValues = [-1, 0, 1, 2, 99];
    private static readonly Profile s_created = CreateProfile();

    /// <summary>Names and debug values.</summary>
    public static TheoryData<string, int> Forms => [.. AllForms];

    /// <summary>Those that the viewer reads: the second text form is for people only.</summary>
    public static TheoryData<string, int> ReadableForms => [.. AllForms.Where(form => form.Debug < 2)];

    private static IEnumerable<(string Name, int Debug)> AllForms =>
        from profile in Profile.All.Append(s_created).Distinct() from debug in s_debugValues select (profile.Name, debug);

    [Theory]
    [MemberData(nameof(Forms))]
    public void Failing_stream_tells_the_caller_and_disturbs_nothing(string name, int debug)
    {
        Profile profile = Profile.Lookup(name)!;
        int length = Write(profile, debug).Length;

        // A profile of the living process has another length each time; its first half is always there.
        foreach (int capacity in Enumerable.Range(0, 16).Append(length / 2))
        {
            Assert.Throws<IOException>(() => profile.WriteTo(new FailingStream(Math.Min(capacity, length / 2)), debug));
        }

        Assert.NotEmpty(Write(profile, debug));
        _ = profile.Count;
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task Asynchronous_form_is_of_the_same_kind(string name, int debug)
    {
        Profile profile = Profile.Lookup(name)!;
        MemoryStream stream = new();
        await profile.WriteToAsync(stream, debug, TestContext.Current.CancellationToken);

        Assert.Equal(BeginningOf(Write(profile, debug)), BeginningOf(stream.ToArray()));
        await Assert.ThrowsAsync<IOException>(() => profile.WriteToAsync(new FailingStream(1), debug, TestContext.Current.CancellationToken));
    }

    // Two bytes, behind the remarks that one dump may have and the next not.
    private static byte[] BeginningOf(ReadOnlySpan<byte> written)
    {
        while (written.StartsWith("# "u8))
        {
            written = written[(written.IndexOf((byte)'\n') + 1)..];
        }

        return written[..2].ToArray();
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Form_is_the_one_that_the_value_stands_for(string name, int debug)
    {
        byte[] written = Write(Profile.Lookup(name)!, debug);

        if (debug <= 0)
        {
            ProfileOracle.AssertValid(written);
        }
        else if (debug == 1)
        {
            Assert.Matches(TextForm.FirstLine(name), Encoding.UTF8.GetString(written));
        }
        else
        {
            Assert.DoesNotContain((byte)0, written);
        }
    }

    [Theory]
    [MemberData(nameof(ReadableForms))]
    public void Viewer_reads_it_silently_with_the_total_that_is_in_it(string name, int debug)
    {
        GoPprof.Require();
        byte[] written = Write(Profile.Lookup(name)!, debug);

        ToolResult result = GoPprof.Run(written, "-raw");

        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Equal("", GoPprof.Run(written, "-top").Error);
        Assert.Equal(TotalIn(name, written, debug) ?? TotalRead(result.Output), TotalRead(result.Output));
    }

    private static Profile CreateProfile()
    {
        Profile profile = Profile.Create("test.every");
        profile.Add("one");
        profile.Add("two", skip: 1000);
        return profile;
    }

    private static byte[] Write(Profile profile, int debug)
    {
        MemoryStream stream = new();
        profile.WriteTo(stream, debug);
        return stream.ToArray();
    }

    private static long? TotalIn(string name, byte[] written, int debug) => debug <= 0
        ? ProfileOracle.Total(ProfileOracle.AssertValid(written), 0)
        : TextForm.Total(name, Encoding.UTF8.GetString(written));

    private static long TotalRead(string raw) =>
        RawValue().Matches(raw[raw.IndexOf("Samples:", StringComparison.Ordinal)..raw.IndexOf("\nLocations", StringComparison.Ordinal)])
            .Sum(match => long.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));

    [GeneratedRegex(@"^\s+(\d+)(?: +\d+)*: [\d ]*$", RegexOptions.Multiline)]
    private static partial Regex RawValue();
}

using System.Text;
using Pprof.Profiles.Catalog;
using Pprof.TestSupport;
using Xunit;

namespace Pprof.Tests.Profiles.Catalog;

/// <summary>What is written, for each value of <c>debug</c>, and to which streams.</summary>
public sealed class ProfileWriteTests
{
    private static readonly Profile s_profile = CreateProfile();

    [Theory]
    [InlineData(int.MinValue)]
    [InlineData(-1)]
    [InlineData(0)]
    public void Zero_and_less_write_the_compressed_message(int debug)
    {
        Assert.Equal(1, ProfileOracle.Total(ProfileOracle.AssertValid(Write(debug)), 0));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(99)]
    [InlineData(int.MaxValue)]
    public void More_than_zero_writes_text(int debug) =>
        Assert.StartsWith("test.write profile: total 1\n1 @ 0x", Encoding.UTF8.GetString(Write(debug)), StringComparison.Ordinal);

    [Fact]
    public void Zero_is_the_default()
    {
        MemoryStream stream = new();
        s_profile.WriteTo(stream);

        Assert.Equal(1, ProfileOracle.Total(ProfileOracle.AssertValid(stream), 0));
    }

    [Fact]
    public void Stream_is_left_open_and_written_from_where_it_stands()
    {
        MemoryStream stream = new();
        stream.Write("before\n"u8);
        s_profile.WriteTo(stream, debug: 1);
        stream.Write("after\n"u8);

        string text = Encoding.UTF8.GetString(stream.ToArray());
        Assert.StartsWith("before\ntest.write profile", text, StringComparison.Ordinal);
        Assert.EndsWith("http://process/\nafter\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Asynchronous_form_never_writes_synchronously(int debug)
    {
        await using AsyncOnlyStream stream = new();

        await s_profile.WriteToAsync(stream, debug, TestContext.Current.CancellationToken);

        Assert.True(stream.WasFlushed);
        Assert.Equal(debug == 0 ? 1 : Write(1).Length, debug == 0 ? ProfileOracle.Total(ProfileOracle.AssertValid(stream.Written), 0) : stream.Written.Length);
    }

    [Fact]
    public async Task Asynchronous_form_writes_what_the_other_does_however_long_it_is()
    {
        Profile profile = new("numbers", new Numbers(300_000));
        using MemoryStream expected = new();
        profile.WriteTo(expected);
        await using AsyncOnlyStream stream = new();

        await profile.WriteToAsync(stream, 0, TestContext.Current.CancellationToken);

        Assert.Equal(expected.ToArray(), stream.Written);
    }

    [Fact]
    public async Task Stream_that_cannot_be_written_to_is_refused_before_anything_else()
    {
        MemoryStream closed = new();
        await closed.DisposeAsync();
        foreach (MemoryStream stream in new[] { closed, new MemoryStream([], writable: false) })
        {
            ArgumentException refusal = Assert.Throws<ArgumentException>("stream", () => s_profile.WriteTo(stream));
            Assert.Contains("closed or read-only", refusal.Message, StringComparison.Ordinal);
            await Assert.ThrowsAsync<ArgumentException>("stream", () => s_profile.WriteToAsync(stream, cancellationToken: TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public async Task Missing_stream_is_refused()
    {
        Assert.Throws<ArgumentNullException>("stream", () => s_profile.WriteTo(null!));
        await Assert.ThrowsAsync<ArgumentNullException>("stream", () => s_profile.WriteToAsync(null!, cancellationToken: TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Nobody_waits_for_a_slow_stream(int debug)
    {
        Profile profile = Profile.Create($"test.write.slow.{debug}");
        profile.Add("first");
        using CallbackStream stream = new(() => Task.Run(() =>
        {
            profile.Add("second");
            profile.Remove("second");
            profile.WriteTo(Stream.Null, debug);
            _ = profile.Count;
        }).Wait(TimeSpan.FromMinutes(1)));

        profile.WriteTo(stream, debug);

        Assert.True(stream.Calls > 0);
        Assert.True(stream.AllReturned);
    }

    private static Profile CreateProfile()
    {
        Profile profile = Profile.Create("test.write");
        profile.Add("value", skip: 1000);
        return profile;
    }

    private static byte[] Write(int debug)
    {
        MemoryStream stream = new();
        s_profile.WriteTo(stream, debug);
        return stream.ToArray();
    }

    private sealed class Numbers(int bytes) : IProfileSource
    {
        public int Count => bytes;

        public void WriteTo(Stream stream, int debug)
        {
            byte[] all = [.. Enumerable.Range(0, bytes).Select(i => (byte)(i * 31 / 7))];
            for (int i = 0; i < bytes; i += 1000)
            {
                stream.Write(all, i, 1000);
            }
        }
    }
}

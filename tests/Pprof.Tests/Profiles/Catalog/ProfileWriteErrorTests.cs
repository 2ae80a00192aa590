using Pprof.Profiles.Catalog;
using Pprof.Tests.Format;
using Xunit;

namespace Pprof.Tests.Profiles.Catalog;

/// <summary>Every error of a stream reaches the caller, at whatever byte and in whatever form, and disturbs nothing.</summary>
public sealed class ProfileWriteErrorTests
{
    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Stream_that_fails_at_any_byte_throws_its_own_exception(int debug)
    {
        Profile profile = ProfileOfOne($"test.error.{debug}");
        int bytes = 0;
        for (FailingStream stream = new(bytes); Fails(profile, stream, debug); stream = new(++bytes))
        {
            Assert.False(stream.WasUsedAfterFailure);
            Assert.False(stream.WasClosed);
            Assert.Equal(bytes, stream.Kept.Length);
        }

        // The shortest form of this profile, of one stack of one frame.
        Assert.InRange(bytes, 40, int.MaxValue);
        AssertUndisturbed(profile, debug);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Asynchronous_form_throws_the_stream_s_own_exception(int debug)
    {
        Profile profile = ProfileOfOne($"test.error.async.{debug}");
        await using AsyncOnlyStream stream = new() { Capacity = 5 };

        IOException thrown = await Assert.ThrowsAsync<IOException>(() => profile.WriteToAsync(stream, debug, TestContext.Current.CancellationToken));

        Assert.Same(stream.Failure, thrown);
        Assert.False(stream.WasFlushed);
        AssertUndisturbed(profile, debug);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Failing_flush_reaches_the_caller(int debug)
    {
        Profile profile = ProfileOfOne($"test.error.flush.{debug}");
        InvalidTimeZoneException failure = new("odd, but the stream's own");
        using FlushFailingStream failing = new(failure);

        Assert.Same(failure, Assert.Throws<InvalidTimeZoneException>(() => profile.WriteTo(failing, debug)));
        AssertUndisturbed(profile, debug);
    }

    [Fact]
    public async Task Cancelled_token_writes_nothing()
    {
        Profile profile = ProfileOfOne("test.error.cancelled");
        await using AsyncOnlyStream stream = new();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => profile.WriteToAsync(stream, 0, new CancellationToken(canceled: true)));

        Assert.Empty(stream.Written);
        AssertUndisturbed(profile, 0);
    }

    [Fact]
    public async Task Cancelling_ends_the_making_of_a_profile()
    {
        using CancellationTokenSource source = new();
        Profile profile = new("endless", new Endless(source));
        await using AsyncOnlyStream stream = new();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => profile.WriteToAsync(stream, 0, source.Token));

        Assert.Empty(stream.Written);
    }

    [Fact]
    public async Task Cancelling_ends_a_write_that_waits()
    {
        using CancellationTokenSource source = new();
        Profile profile = ProfileOfOne("test.error.waiting");
        await using AsyncOnlyStream stream = new()
        {
            BeforeWrite = token =>
            {
                source.Cancel();
                return Task.Delay(Timeout.Infinite, token);
            },
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => profile.WriteToAsync(stream, 0, source.Token));
        AssertUndisturbed(profile, 0);
    }

    private static Profile ProfileOfOne(string name)
    {
        Profile profile = Profile.Create(name);
        profile.Add("value", skip: 1000);
        return profile;
    }

    private static bool Fails(Profile profile, FailingStream stream, int debug)
    {
        try
        {
            profile.WriteTo(stream, debug);
            Assert.False(stream.HasFailed, "the stream failed and nobody was told");
            return false;
        }
        catch (IOException e)
        {
            Assert.Same(stream.Failure, e);
            return true;
        }
    }

    // On another thread: a lock that the failure left behind would let the thread that holds it pass.
    private static void AssertUndisturbed(Profile profile, int debug)
    {
        MemoryStream stream = new();
        bool isDone = Task.Run(() =>
        {
            profile.Add("another");
            profile.Remove("another");
            profile.WriteTo(stream, debug);
        }).Wait(TimeSpan.FromMinutes(1));

        Assert.True(isDone);
        Assert.Equal(1, profile.Count);
        Assert.InRange(stream.Length, 40, long.MaxValue);
    }

    private sealed class Endless(CancellationTokenSource source) : IProfileSource
    {
        public int Count => 0;

        public void WriteTo(Stream stream, int debug)
        {
            for (int i = 0; i < 1_000_000; i++)
            {
                stream.Write("more"u8);
                source.Cancel();
            }
        }
    }

    private sealed class FlushFailingStream(Exception failure) : MemoryStream
    {
        public override void Flush() => throw failure;
    }
}

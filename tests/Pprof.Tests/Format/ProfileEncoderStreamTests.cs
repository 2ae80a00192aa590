using System.Security.Cryptography;
using Pprof.Format;
using Xunit;

namespace Pprof.Tests.Format;

public sealed class ProfileEncoderStreamTests
{
    [Fact]
    public void Stream_failing_at_any_byte_throws_its_own_exception_and_is_left_alone()
    {
        byte[] whole = GivenProfiles.Write(GivenProfiles.Small());
        for (int capacity = 0; capacity < whole.Length; capacity++)
        {
            FailingStream stream = new(capacity);
            Exception thrown = Assert.Throws<IOException>(() => GivenProfiles.Small().WriteTo(stream));
            Assert.Same(stream.Failure, thrown);
            Assert.False(stream.WasUsedAfterFailure);
            Assert.Equal(whole[..capacity], stream.Kept);
        }
    }

    [Fact]
    public void Failure_in_the_middle_of_a_large_profile_ends_it_at_once()
    {
        for (int capacity = 0; capacity < 40_000; capacity += 997)
        {
            FailingStream stream = new(capacity);
            using ProfileEncoder encoder = new(stream);
            Exception thrown = Assert.Throws<IOException>(() => AddIncompressible(encoder, 4_000));
            Assert.Same(stream.Failure, thrown);
            Assert.Throws<InvalidOperationException>(() => encoder.AddFunction(new(1_000_000), "more"));
            Assert.Throws<InvalidOperationException>(encoder.Finish);
            encoder.Dispose();
            Assert.False(stream.WasUsedAfterFailure);
        }
    }

    [Fact]
    public void Failing_flush_reaches_the_caller()
    {
        InvalidTimeZoneException failure = new("odd, but the stream's own");
        using FlushFailingStream stream = new(failure);
        Assert.Same(failure, Assert.Throws<InvalidTimeZoneException>(() => GivenProfiles.Small().WriteTo(stream)));
    }

    [Fact]
    public void Messages_leave_while_more_are_added()
    {
        MemoryStream stream = new();
        using ProfileEncoder encoder = new(stream);
        AddIncompressible(encoder, 4_000);
        Assert.InRange(stream.Length, 40_000, long.MaxValue);
    }

    [Fact]
    public void Profile_given_up_writes_nothing_more()
    {
        MemoryStream stream = new();
        ProfileEncoder encoder = new(stream);
        AddIncompressible(encoder, 4_000);
        long length = stream.Length;
        encoder.Dispose();
        Assert.Equal(length, stream.Length);
    }

    [Fact]
    public void Stream_is_left_open_at_its_end()
    {
        FailingStream stream = new(long.MaxValue);
        GivenProfiles.Small().WriteTo(stream);
        Assert.False(stream.WasClosed);
        Assert.Equal(GivenProfiles.Write(GivenProfiles.Small()), stream.Kept);
    }

    [Fact]
    public void Closed_stream_is_refused()
    {
        MemoryStream stream = new();
        stream.Close();
        Assert.Contains("closed or read-only", Assert.Throws<ArgumentException>(() => new ProfileEncoder(stream)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Null_stream_is_refused() => Assert.Throws<ArgumentNullException>(() => new ProfileEncoder(null!));

    /// <summary>Addresses like noise, some nine bytes each, so that the compressor has to let go of them.</summary>
    private static void AddIncompressible(ProfileEncoder encoder, int locations)
    {
        for (uint i = 1; i <= locations; i++)
        {
            ulong address = BitConverter.ToUInt64(SHA256.HashData(BitConverter.GetBytes(i)));
            encoder.AddLocation(new LocationId(i), default, address, []);
        }
    }

    private sealed class FlushFailingStream(Exception failure) : MemoryStream
    {
        public override void Flush() => throw failure;
    }
}

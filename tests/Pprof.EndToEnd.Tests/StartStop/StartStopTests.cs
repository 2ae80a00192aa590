using Pprof.TestSupport;
using Xunit;

namespace Pprof.EndToEnd.Tests.StartStop;

public sealed class StartStopTests
{
    [Fact]
    public void Start_with_no_stream_is_refused_and_nothing_runs()
    {
        Assert.Throws<ArgumentNullException>(() => CpuProfile.Start(null!));
        Assert.False(CpuProfile.IsRunning);
    }

    [Fact]
    public void Start_with_a_closed_stream_is_refused_and_nothing_runs()
    {
        MemoryStream closed = new();
        closed.Dispose();

        var error = Assert.Throws<ArgumentException>(() => CpuProfile.Start(closed));

        Assert.Contains("can be written to", error.Message, StringComparison.Ordinal);
        Assert.False(CpuProfile.IsRunning);
    }

    [Fact]
    public void Supported_means_that_there_is_no_reason_why_not() =>
        Assert.Equal(CpuProfile.IsSupported, CpuProfile.NotSupportedReason is null);

    [Fact]
    public void Second_start_throws_and_the_first_profile_goes_on_to_a_valid_end()
    {
        MemoryStream first = new();
        CpuProfile.Start(first);

        var error = Assert.Throws<InvalidOperationException>(() => CpuProfile.Start(new MemoryStream()));
        Assert.Contains("CpuProfile.Stop()", error.Message, StringComparison.Ordinal);
        Assert.True(CpuProfile.IsRunning);

        CpuProfile.Stop();
        ProfileOracle.AssertValid(first);
    }

    [Fact]
    public void Stop_without_start_does_nothing()
    {
        CpuProfile.Stop();
        CpuProfile.Stop();

        Assert.False(CpuProfile.IsRunning);
    }

    [Fact]
    public void Stop_leaves_the_stream_open_at_the_end_of_the_profile()
    {
        MemoryStream stream = new();
        CpuProfile.Start(stream);
        CpuProfile.Stop();

        Assert.True(stream.CanWrite);
        Assert.Equal(stream.Length, stream.Position);
        ProfileOracle.AssertValid(stream);
    }

    [Fact]
    public void Disposing_a_session_twice_or_late_never_stops_a_later_profile()
    {
        CpuProfileSession old = CpuProfile.Start(new MemoryStream());
        old.Dispose();
        MemoryStream second = new();
        CpuProfile.Start(second);

        old.Dispose();

        Assert.True(CpuProfile.IsRunning);
        CpuProfile.Stop();
        ProfileOracle.AssertValid(second);
    }

    [Fact]
    public async Task Disposing_asynchronously_writes_the_profile_before_it_completes()
    {
        MemoryStream stream = new();
        CpuProfileSession session = CpuProfile.Start(stream);

        await session.DisposeAsync();

        Assert.False(CpuProfile.IsRunning);
        ProfileOracle.AssertValid(stream);
    }

    [Fact]
    public void A_stream_closed_while_profiling_makes_stop_throw_and_leaves_the_next_profile_unharmed()
    {
        MemoryStream stream = new();
        CpuProfile.Start(stream);
        stream.Dispose();

        Assert.Throws<ObjectDisposedException>(CpuProfile.Stop);

        Assert.False(CpuProfile.IsRunning);
        AssertNextProfileIsValid();
    }

    [Fact]
    public void A_stream_that_fails_at_any_byte_makes_stop_throw_what_it_threw_and_leaves_nothing_running()
    {
        int length = (int)SmallProfile().Length;
        for (int capacity = 0; capacity < length; capacity += Math.Max(1, length / 97))
        {
            FailingStream stream = new(capacity);
            CpuProfile.Start(stream);

            Exception? error = Record.Exception(CpuProfile.Stop);

            // Profiles differ in length, on a busy machine by much: one may fit where the first would not. None fits into 300 bytes.
            Assert.Equal(stream.HasRefused ? "no space left on device" : null, (error as IOException)?.Message);
            Assert.True(stream.HasRefused || (error is null && capacity > 300), $"{error} at {capacity} of {length}");
            Assert.False(CpuProfile.IsRunning);
        }

        AssertNextProfileIsValid();
    }

    [Fact]
    public void A_stream_that_stops_profiling_while_it_is_written_to_is_no_deadlock()
    {
        CallbackStream stream = new(CpuProfile.Stop);
        CpuProfile.Start(stream);

        CpuProfile.Stop();

        Assert.True(stream.Writes > 0);
        Assert.False(CpuProfile.IsRunning);
    }

    [Fact]
    public void Starts_and_stops_from_eight_threads_at_once_each_start_or_are_told_that_one_runs()
    {
        int started = 0;
        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ =>
        {
            for (int i = 0; i < 25; i++)
            {
                MemoryStream stream = new();
                try
                {
                    using CpuProfileSession session = CpuProfile.Start(stream);
                    Interlocked.Increment(ref started);
                }
                catch (InvalidOperationException)
                {
                    continue;
                }

                ProfileOracle.AssertValid(stream);
            }
        });

        Assert.True(started > 0);
        Assert.False(CpuProfile.IsRunning);
        AssertNextProfileIsValid();
    }

    private static MemoryStream SmallProfile()
    {
        MemoryStream stream = new();
        CpuProfile.Start(stream);
        CpuProfile.Stop();
        return stream;
    }

    private static void AssertNextProfileIsValid() => ProfileOracle.AssertValid(SmallProfile());
}

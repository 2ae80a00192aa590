using Pprof.Format;
using Pprof.Profiles.Catalog;
using Pprof.Profiles.Operations;
using Xunit;

namespace Pprof.Tests.Profiles.Catalog;

public sealed class ProfileDeltaTests
{
    private static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(1);
    private readonly ProfileSwitches _switches = new(new TaskSwitchDouble());
    private readonly SteppingSource _source;

    public ProfileDeltaTests() => _source = new SteppingSource(_switches);

    [Fact]
    public async Task What_happened_meanwhile_is_written_and_what_it_needs_was_recorded_only_then()
    {
        using MemoryStream file = new();
        await ProfileDelta.WriteAsync(_source, _switches, file, s_moment, TestContext.Current.CancellationToken);
        ProfileData delta = ProfileDecoder.Read(file.ToArray());

        Assert.Equal([1], Assert.Single(delta.Samples).Values);
        Assert.Equal(1000, delta.DurationNanos);
        Assert.Equal([ProfileKinds.Tasks, ProfileKinds.Tasks], _source.EnabledAtWrites);
        Assert.Equal(ProfileKinds.None, _switches.Enabled);
    }

    [Fact]
    public async Task Cancelling_ends_the_wait_and_the_recording()
    {
        using CancellationTokenSource cancellation = new();
        using MemoryStream file = new();
        Task write = ProfileDelta.WriteAsync(_source, _switches, file, TimeSpan.FromDays(1), cancellation.Token);
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => write);
        Assert.Equal((0, ProfileKinds.None), (file.Length, _switches.Enabled));
    }

    [Fact]
    public async Task Failure_of_the_profile_reaches_the_caller_and_ends_the_recording()
    {
        _source.OnWrite = () => throw new InvalidDataException("the second time");

        await Assert.ThrowsAsync<InvalidDataException>(() => ProfileDelta.WriteAsync(_source, _switches, new MemoryStream(), s_moment, TestContext.Current.CancellationToken));
        Assert.Equal(ProfileKinds.None, _switches.Enabled);
    }

    [Fact]
    public async Task Stream_is_written_to_asynchronously_only()
    {
        using AsyncOnlyStream stream = new();
        await ProfileDelta.WriteAsync(_source, _switches, stream, s_moment, TestContext.Current.CancellationToken);

        Assert.NotEmpty(ProfileDecoder.Read(stream.Written).Samples);
    }

    [Fact]
    public async Task What_a_program_still_holds_is_no_difference()
    {
        Profile profile = Profile.Create("delta.of.values");
        profile.Add("goes");
        using MemoryStream file = new();
        await profile.WriteDeltaAsync(file, s_moment, TestContext.Current.CancellationToken);

        Assert.Empty(ProfileDecoder.Read(file.ToArray()).Samples);
        Assert.False(profile.IsPredefined);
        Assert.True(Profile.Lookup("goroutine")!.IsPredefined);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(25)]
    public void Time_out_of_bounds_is_refused(int days) =>
        Assert.Throws<ArgumentOutOfRangeException>("duration", () => { _ = Profile.Lookup("goroutine")!.WriteDeltaAsync(Stream.Null, TimeSpan.FromDays(days), TestContext.Current.CancellationToken); });

    private sealed class TaskSwitchDouble : IProfileSwitch
    {
        public ProfileKinds Kind => ProfileKinds.Tasks;

        public string? TryEnable() => null;

        public void Disable()
        {
        }
    }
}

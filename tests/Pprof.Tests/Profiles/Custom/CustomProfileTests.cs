using System.Runtime.CompilerServices;
using Pprof.Format;
using Pprof.TestSupport;
using Xunit;

namespace Pprof.Tests.Profiles.Custom;

public sealed class CustomProfileTests
{
    private static int s_created;

    [Fact]
    public void Profile_counts_what_is_held_and_shows_who_added_it()
    {
        Profile profile = NewProfile();
        object[] values = [new(), new(), new()];
        Array.ForEach(values, value => Open(profile, value));
        profile.Remove(values[0]);
        profile.Remove(new object());

        ProfileReport report = Report(profile);

        Assert.Equal(2, profile.Count);
        Assert.Equal(2, report.Total);
        Assert.Equal((profile.Name, "count"), (report.SampleType, report.Unit));
        Assert.Equal(("Pprof.Tests.Profiles.Custom.CustomProfileTests.Open", 2), (report.Rows[0].Function, report.Rows[0].Flat));
    }

    [Fact]
    public void Skipping_one_frame_begins_the_stack_in_the_callers_caller()
    {
        Profile profile = NewProfile();
        Open(profile, new object(), skip: 1);

        Assert.EndsWith(nameof(Skipping_one_frame_begins_the_stack_in_the_callers_caller), Report(profile).Rows[0].Function, StringComparison.Ordinal);
    }

    // What is skipped must not depend on whether the library's own methods have been optimized, and make jumps of calls, by now.
    [Fact]
    public void First_frame_stays_the_caller_however_often_the_methods_have_run()
    {
        Profile profile = NewProfile();
        for (int i = 0; i < 20_000; i++)
        {
            Open(profile, i);
        }

        Assert.Equal(20_000, Report(profile).Rows.Single(row => row.Flat > 0).Flat);
    }

    [Theory]
    [InlineData(47_674)]
    [InlineData(int.MaxValue)]
    public void Value_added_with_nothing_but_skipped_frames_is_counted_on_one_frame_that_says_so(int skip)
    {
        Profile profile = NewProfile();
        Open(profile, new object(), skip);

        ProfileReportRow row = Assert.Single(Report(profile).Rows);
        Assert.Equal(("[no frames]", 1), (row.Function, row.Flat));
    }

    [Fact]
    public void Empty_profile_is_a_valid_one_with_its_sample_type()
    {
        ProfileReport report = Report(NewProfile());

        Assert.Equal(0, report.Total);
        Assert.Empty(report.Rows);
    }

    [Fact]
    public void Misuse_throws_and_changes_nothing()
    {
        Profile profile = NewProfile();
        profile.Add("held");

        Assert.Throws<ArgumentException>(() => profile.Add(new string("held")));
        Assert.Throws<ArgumentNullException>(() => profile.Add(null!));
        Assert.Throws<ArgumentNullException>(() => profile.Remove(null!));
        Assert.Throws<ArgumentOutOfRangeException>(() => profile.Add("other", skip: -1));
        Assert.Equal(1, profile.Count);
    }

    [Fact]
    public void Value_can_be_added_again_after_it_was_removed()
    {
        Profile profile = NewProfile();
        for (int i = 0; i < 3; i++)
        {
            profile.Add(42);
            profile.Remove(42);
        }

        Assert.Equal(0, profile.Count);
    }

    [Fact]
    public void Value_is_kept_alive_until_it_is_removed()
    {
        Profile profile = NewProfile();
        WeakReference reference = AddNew(profile);

        GC.Collect();
        Assert.True(reference.IsAlive);
        RemoveTarget(profile, reference);
        GC.Collect();
        Assert.False(reference.IsAlive);
    }

    [Fact]
    public void No_two_samples_have_the_same_stack()
    {
        Profile profile = NewProfile();
        for (int i = 0; i < 100; i++)
        {
            Open(profile, new object(), skip: i % 2);
        }

        using MemoryStream stream = Write(profile);
        ProfileData data = ProfileDecoder.Read(stream);

        Assert.Equal(2, data.Samples.Count);
        Assert.All(data.Samples, sample => Assert.Equal([50], sample.Values));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Open(Profile profile, object value, int skip = 0)
    {
        profile.Add(value, skip);
        GC.KeepAlive(value);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference AddNew(Profile profile)
    {
        object value = new();
        profile.Add(value);
        return new WeakReference(value);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void RemoveTarget(Profile profile, WeakReference reference) => profile.Remove(reference.Target!);

    private static Profile NewProfile() => Profile.Create($"test.values.{Interlocked.Increment(ref s_created)}");

    private static ProfileReport Report(Profile profile)
    {
        using MemoryStream stream = Write(profile);
        return ProfileReport.Read(stream);
    }

    private static MemoryStream Write(Profile profile)
    {
        MemoryStream stream = new();
        profile.WriteTo(stream);
        ProfileOracle.AssertValid(stream);
        stream.Position = 0;
        return stream;
    }
}

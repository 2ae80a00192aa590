using Pprof.Format;
using Pprof.TestSupport;
using Xunit;

namespace Pprof.Tests.Format;

public sealed class ProfileDifferenceTests
{
    private static readonly SampleType[] s_heap =
        [new("alloc_objects", "count"), new("alloc_space", "bytes"), new("inuse_objects", "count"), new("inuse_space", "bytes")];

    [Fact]
    public void Values_that_grow_are_differences_and_what_is_in_use_is_that_of_the_end()
    {
        ProfileData delta = ProfileDifference.Between(
            Stacks(s_heap, ("Old", [5, 500, 4, 400]), ("Both", [1, 10, 1, 10])),
            Stacks(s_heap, ("Old", [5, 500, 3, 300]), ("Both", [4, 40, 2, 20]), ("New", [2, 20, 0, 0])));

        Assert.Equal(["Old 0 0 3 300", "Both 3 30 2 20", "New 2 20 0 0"], Texts(delta));
        Assert.Contains("inuse_objects and inuse_space as at the end", Assert.Single(delta.Comments), StringComparison.Ordinal);
    }

    [Fact]
    public void Stack_that_is_gone_is_a_negative_difference_and_one_that_stayed_is_left_out()
    {
        SampleType[] threads = [new("goroutine", "count")];
        ProfileData delta = ProfileDifference.Between(
            Stacks(threads, ("Gone", [2]), ("Stays", [7])), Stacks(threads, ("Stays", [7]), ("Came", [1])));

        Assert.Equal(["Gone -2", "Came 1"], Texts(delta));
        Assert.Equal(["Gone", "Came"], delta.Functions.Select(function => function.Name));
    }

    [Fact]
    public void Empty_base_gives_the_whole_of_the_later_profile()
    {
        ProfileData later = Stacks(s_heap, ("New", [1, 2, 3, 4]));

        Assert.Equal(["New 1 2 3 4"], Texts(ProfileDifference.Between(Stacks(s_heap), later)));
        Assert.Equal(s_heap, ProfileDifference.Between(Stacks(s_heap), Stacks(s_heap)).SampleTypes);
    }

    [Fact]
    public void Time_is_that_of_the_later_and_duration_what_lies_between()
    {
        ProfileData delta = ProfileDifference.Between(new ProfileData { TimeNanos = 100, SampleTypes = s_heap }, new ProfileData { TimeNanos = 350, SampleTypes = s_heap });

        Assert.Equal((350, 250), (delta.TimeNanos, delta.DurationNanos));
    }

    [Fact]
    public void Equal_stacks_under_different_labels_stay_apart_and_the_order_of_labels_does_not_matter()
    {
        ProfileData one = Labelled([Label.OfText("a", "1"), Label.OfNumber("bytes", 8)]);
        ProfileData same = Labelled([Label.OfNumber("bytes", 8), Label.OfText("a", "1")]);
        ProfileData other = Labelled([Label.OfText("a", "2"), Label.OfNumber("bytes", 8)]);

        Assert.Empty(ProfileDifference.Between(one, same).Samples);
        Assert.Equal(2, ProfileDifference.Between(one, other).Samples.Count);
    }

    [Fact]
    public void Profiles_of_two_kinds_have_no_difference()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => ProfileDifference.Between(Stacks(s_heap), Stacks([new("cpu", "nanoseconds")])));

        Assert.Contains("cpu/nanoseconds", error.Message, StringComparison.Ordinal);
    }

    // The law that the viewer's own merge has: a profile minus itself is nothing.
    [Fact]
    public void Any_profile_without_itself_is_empty_and_added_to_nothing_keeps_its_totals()
    {
        foreach (ProfileData profile in RandomProfiles.Take(100))
        {
            long[] once = [.. profile.SampleTypes.Select(_ => 1L)];
            ProfileMerge gone = new();
            gone.Add(profile, once);
            gone.Add(profile, [.. once.Select(factor => -factor)]);
            ProfileMerge kept = new();
            kept.Add(profile, once);

            Assert.Empty(gone.ToProfile(profile, 0, 0, []).Samples);
            ProfileData copy = ProfileDecoder.Read(GivenProfiles.Write(kept.ToProfile(profile, 0, 0, [])));
            Assert.All(Enumerable.Range(0, once.Length), i => Assert.Equal(profile.Samples.Sum(i), copy.Samples.Sum(i)));
        }
    }

    [Fact]
    public void Viewer_makes_the_same_difference()
    {
        GoPprof.Require();
        ProfileData earlier = GivenProfiles.WithFunctions(["A", "B", "C"]);
        ProfileData later = GivenProfiles.WithFunctions(["D", "B", "E"]);
        string folder = Directory.CreateTempSubdirectory("difference-").FullName;
        string file = Path.Combine(folder, "earlier.pb.gz");
        File.WriteAllBytes(file, GivenProfiles.Write(earlier));

        ToolResult viewer = GoPprof.Run(GivenProfiles.Write(later), "-proto", $"-output={folder}/out.pb.gz", $"-base={file}");
        Assert.Equal(0, viewer.ExitCode);
        ProfileData expected = ProfileDecoder.Read(File.ReadAllBytes(Path.Combine(folder, "out.pb.gz")));
        Directory.Delete(folder, recursive: true);

        // A 1, B 2, C 3 before and D 1, B 2, E 3 after.
        Assert.Equal(["A -1", "C -3", "D 1", "E 3"], Texts(expected).Order(StringComparer.Ordinal));
        Assert.Equal(Texts(expected).Order(StringComparer.Ordinal), Texts(ProfileDifference.Between(earlier, later)).Order(StringComparer.Ordinal));
    }

    private static ProfileData Labelled(Label[] labels) =>
        new() { SampleTypes = [new("n", "count")], Samples = [new() { Values = [1], Labels = labels }] };

    // Numbers and addresses depend on the name alone, as those of one process do.
    private static ProfileData Stacks(SampleType[] types, params (string Name, long[] Values)[] stacks)
    {
        List<Location> locations = [.. stacks.Select((stack, i) => new Location
        {
            Id = new((ulong)i + 1),
            Address = (ulong)stack.Name.Sum(letter => letter),
            Lines = [new(new Function { Id = new((ulong)i + 1), Name = stack.Name })],
        })];
        return new ProfileData
        {
            SampleTypes = types,
            Locations = locations,
            Functions = [.. locations.Select(location => location.Lines[0].Function)],
            Samples = [.. stacks.Select((stack, i) => new Sample { Locations = [locations[i]], Values = stack.Values })],
        };
    }

    private static IEnumerable<string> Texts(ProfileData profile) =>
        ProfileDecoder.Read(GivenProfiles.Write(profile)).Samples.Select(sample => $"{sample.Locations[0].Lines[0].Function.Name} {string.Join(' ', sample.Values)}");
}

/// <summary>Totals that wrap around as the sums of a merge do.</summary>
file static class Totals
{
    public static long Sum(this IReadOnlyList<Sample> samples, int value) => samples.Aggregate(0L, (sum, sample) => unchecked(sum + sample.Values[value]));
}

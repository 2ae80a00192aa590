using System.Runtime.CompilerServices;
using Pprof.Aggregation;
using Pprof.Labels;
using Pprof.TestSupport;
using Pprof.TestSupport.Proto;
using Pprof.Tests.Profiles.Catalog;
using Pprof.Unwinding;
using Xunit;
using Proto = Pprof.TestSupport.Proto;

namespace Pprof.Tests.Profiles.Naming;

/// <summary>Counted stacks in the form the pprof tool is made for.</summary>
public sealed class CountsProfileTests
{
    [Fact]
    public void Profile_of_nothing_is_valid_and_complete()
    {
        long before = (DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;
        Proto.Profile profile = Read(new CountedStacks());

        Assert.Equal(["test.stacks/count"], profile.SampleType.Select(type => TypeName(profile, type)));
        Assert.Equal("test.stacks/count", TypeName(profile, profile.PeriodType));
        Assert.Equal(1, profile.Period);
        Assert.InRange(profile.TimeNanos, before, long.MaxValue);
        Assert.Equal(0, profile.DurationNanos);
        Assert.Empty(profile.Sample);
        Assert.NotEmpty(profile.Mapping);
    }

    [Fact]
    public void Equal_stacks_are_added_up_and_locations_keep_their_order()
    {
        CountedStacks stacks = new();
        stacks.Add(Stacks.Of("A.Leaf", "A.Root"), LabelSet.Empty, 20);
        stacks.Add(Stacks.Of("B.Leaf", "A.Root"), LabelSet.Empty, 40);
        stacks.Add(Stacks.Of("A.Leaf", "A.Root"), LabelSet.Empty, 5);
        stacks.Add(Stacks.Of("A.Leaf"), LabelSet.Empty, 1);

        Proto.Profile profile = Read(stacks);

        Assert.Equal(["A.Leaf A.Root = 25", "B.Leaf A.Root = 40", "A.Leaf = 1"], profile.Sample.Select(sample => Text(profile, sample)));
        Assert.Equal(3, profile.Location.Count);
    }

    [Fact]
    public void No_two_samples_have_the_same_stack_and_labels()
    {
        Random random = new(3);
        long total = 0;
        CountedStacks stacks = new();
        for (int i = 0; i < 2000; i++)
        {
            string[] names = [.. Enumerable.Range(0, random.Next(0, 4)).Select(_ => $"F{random.Next(4)}")];
            long count = random.Next(100);
            stacks.Add(Stacks.Of(names), random.Next(2) == 0 ? LabelSet.Empty : Stacks.Labels(("n", $"{random.Next(3)}")), count);
            total += count;
        }

        Proto.Profile profile = Read(stacks);

        string[] keys = [.. profile.Sample.Select(sample => $"{string.Join(' ', sample.LocationId)} {string.Join(' ', sample.Label)}")];
        Assert.Equal(keys.Distinct(), keys);
        Assert.Equal(total, ProfileOracle.Total(profile, 0));
    }

    [Fact]
    public void Stack_without_frames_counts()
    {
        CountedStacks stacks = new();
        stacks.Add([], LabelSet.Empty, 7);
        stacks.Add([], Stacks.Labels(("k", "v")), 2);

        Proto.Profile profile = Read(stacks);

        Assert.Equal([7L, 2], profile.Sample.Select(sample => sample.Value[0]));
        Assert.All(profile.Sample, sample => Assert.Empty(sample.LocationId));
    }

    [Fact]
    public void Every_location_has_a_mapping_and_a_name_wherever_its_code_is()
    {
        nint library = System.Runtime.InteropServices.NativeLibrary.Load("libc.so.6");
        ulong function = (ulong)System.Runtime.InteropServices.NativeLibrary.GetExport(library, "getenv");
        CodeAddress managed = Symbolization.KnownFrames.Capture()[0].Address;
        CountedStacks stacks = new();
        stacks.Add(
            new[] { CodeAddress.Native(function + 1), CodeAddress.Native(1), managed, CodeAddress.Marker(StackMarker.Truncated), Stacks.Of("X")[0] },
            LabelSet.Empty, 1);

        Proto.Profile profile = Read(stacks);

        Assert.Equal(5, profile.Location.Count);
        Assert.All(profile.Mapping, mapping => Assert.True(mapping.HasFunctions));
        Assert.All(profile.Location, location => Assert.Contains(profile.Mapping, mapping => mapping.Id == location.MappingId));
        Assert.All(profile.Location, location => Assert.Single(location.Line));
    }

    [Fact]
    public void Mapping_is_there_also_when_no_code_is_known()
    {
        CountedStacks stacks = new();
        stacks.Add(Stacks.Of("Only.Known"), LabelSet.Empty, 1);

        Proto.Profile profile = Read(stacks);

        Assert.Contains(profile.Mapping, mapping => mapping.Id == profile.Location.Single().MappingId);
    }

    [Fact]
    public void Instantiations_of_a_generic_method_are_functions_of_their_own()
    {
        CountedStacks stacks = new();
        stacks.Add(new[] { AddressIn<int>() }, LabelSet.Empty, 1);
        stacks.Add(new[] { AddressIn<long>() }, LabelSet.Empty, 1);
        stacks.Add(new[] { AddressIn<string>() }, LabelSet.Empty, 1);

        Proto.Profile profile = Read(stacks);
        string[] leaves = [.. profile.Sample.Select(sample => ProfileOracle.Names(profile, sample).Single())];

        Assert.Equal(3, leaves.Distinct().Count());
        Assert.All(leaves, leaf => Assert.Contains(".AddressIn<", leaf, StringComparison.Ordinal));
    }

    [Fact]
    public void Functions_of_one_name_in_two_files_stay_apart()
    {
        CodeAddress first = Pprof.Symbolization.KnownFrames.Intern(new("Same.Name", "one", "/a.cs", 1), 2);
        CodeAddress second = Pprof.Symbolization.KnownFrames.Intern(new("Same.Name", "one", "/b.cs", 1), 2);
        CountedStacks stacks = new();
        stacks.Add(new[] { first, second }, LabelSet.Empty, 1);

        Assert.Equal(2, Read(stacks).Function.Count);
    }

    [Fact]
    public void Stack_deeper_than_profiles_hold_is_cut_at_the_root_and_says_so()
    {
        CountedStacks stacks = new();
        stacks.Add(Stacks.Of([.. Enumerable.Range(0, 600).Select(i => $"Deep.F{i}")]), LabelSet.Empty, 1);

        Proto.Profile profile = Read(stacks);
        string[] names = [.. ProfileOracle.Names(profile, profile.Sample.Single())];

        Assert.Equal([.. Enumerable.Range(0, 512).Select(i => $"Deep.F{i}"), "[truncated]"], names);
    }

    [Fact]
    public void Labels_are_on_the_samples_they_were_added_with()
    {
        CountedStacks stacks = new();
        stacks.Add(Stacks.Of("L"), Stacks.Labels(("tenant", "a"), ("kind", "x")), 2);
        stacks.Add(Stacks.Of("L"), Stacks.Labels(("tenant", "b")), 3);

        Proto.Profile profile = Read(stacks);

        Assert.Equal(
            ["2 kind=x tenant=a", "3 tenant=b"],
            profile.Sample.Select(sample => $"{sample.Value[0]} {string.Join(' ', sample.Label.Select(label => $"{profile.StringTable[(int)label.Key]}={profile.StringTable[(int)label.Str]}"))}"));
    }

    [Fact]
    public void Large_counts_do_not_overflow()
    {
        CountedStacks stacks = new();
        stacks.Add(Stacks.Of("Huge"), LabelSet.Empty, long.MaxValue - 1);
        stacks.Add(Stacks.Of("Huge"), LabelSet.Empty, 1);

        Assert.Equal(long.MaxValue, Read(stacks).Sample.Single().Value[0]);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static CodeAddress AddressIn<T>() => Symbolization.KnownFrames.Capture().First(IsAddressIn).Address;

    private static bool IsAddressIn(Symbolization.KnownFrame frame) => frame.Frame.GetMethod()?.Name == nameof(AddressIn);

    private static Proto.Profile Read(CountedStacks stacks) => ProfileOracle.AssertValid(Stacks.Write(stacks));

    private static string TypeName(Proto.Profile profile, Proto.ValueType type) => $"{profile.StringTable[(int)type.Type]}/{profile.StringTable[(int)type.Unit]}";

    private static string Text(Proto.Profile profile, Sample sample) => $"{string.Join(' ', ProfileOracle.Names(profile, sample))} = {sample.Value[0]}";
}

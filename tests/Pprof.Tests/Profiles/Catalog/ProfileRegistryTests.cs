using System.Text;
using Pprof.Profiles;
using Pprof.TestSupport;
using Xunit;

namespace Pprof.Tests.Profiles.Catalog;

public sealed class ProfileRegistryTests
{
    [Fact]
    public void All_are_sorted_by_name_ordinal_and_listed_anew_each_time()
    {
        Profile lower = Profile.Create("test.registry.b");
        Profile upper = Profile.Create("test.registry.B");
        Profile accented = Profile.Create("test.registry.ä");

        IReadOnlyList<Profile> all = Profile.All;

        Assert.Equal(all.Select(profile => profile.Name).Order(StringComparer.Ordinal), all.Select(profile => profile.Name));
        Assert.Equal([upper, lower, accented], all.Where(profile => profile == lower || profile == upper || profile == accented));
        Assert.NotSame(all, Profile.All);
    }

    [Fact]
    public void A_list_does_not_change_when_a_profile_is_created()
    {
        IReadOnlyList<Profile> before = Profile.All;
        Profile added = Profile.Create("test.registry.added later");

        Assert.DoesNotContain(added, before);
        Assert.Contains(added, Profile.All);
    }

    [Fact]
    public void Predefined_profiles_are_there_from_the_start()
    {
        Assert.All(BuiltIn.Profiles, predefined => Assert.NotNull(Profile.Lookup(predefined.Name)));
        Assert.Equal(BuiltIn.Profiles.Count(), BuiltIn.Profiles.DistinctBy(profile => profile.Name).Count());
    }

    [Fact]
    public void Lookup_finds_what_was_created_and_heeds_case()
    {
        Profile created = Profile.Create("test.registry.lookup");

        Assert.Same(created, Profile.Lookup("test.registry.lookup"));
        Assert.Null(Profile.Lookup("test.registry.Lookup"));
        Assert.Null(Profile.Lookup(""));
        Assert.Throws<ArgumentNullException>(() => Profile.Lookup(null!));
    }

    [Fact]
    public void Created_profile_has_its_name_and_is_empty()
    {
        Profile created = Profile.Create("test.registry.created");

        Assert.Equal("test.registry.created", created.Name);
        Assert.Equal(0, created.Count);
    }

    [Fact]
    public void Name_that_is_missing_empty_or_in_use_is_refused()
    {
        Profile.Create("test.registry.taken");

        Assert.Throws<ArgumentNullException>("name", () => Profile.Create(null!));
        Assert.Throws<ArgumentException>("name", () => Profile.Create(""));
        ArgumentException inUse = Assert.Throws<ArgumentException>("name", () => Profile.Create("test.registry.taken"));
        Assert.Contains("'test.registry.taken'", inUse.Message, StringComparison.Ordinal);
        Assert.Contains("Profile.Lookup", inUse.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_of_predefined_profiles_are_in_use() =>
        Assert.All(BuiltIn.Profiles, predefined => Assert.Throws<ArgumentException>("name", () => Profile.Create(predefined.Name)));

    [Fact]
    public void Name_with_white_space_is_accepted_and_its_text_is_read_by_the_viewer()
    {
        GoPprof.Require();
        Profile profile = Profile.Create("test registry\twith white\nspace");
        profile.Add(this);
        MemoryStream text = new();
        profile.WriteTo(text, debug: 1);

        ToolResult result = GoPprof.Run(text.ToArray(), "-raw");

        Assert.StartsWith("test_registry_with_white_space profile: total 1\n", Encoding.UTF8.GetString(text.ToArray()), StringComparison.Ordinal);
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Contains("test_registry_with_white_space/count", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_many_who_create_one_name_at_once_one_succeeds()
    {
        const int Names = 200;
        const int Threads = 8;
        using Barrier start = new(Threads);

        Task<int>[] creators = [.. Enumerable.Range(0, Threads).Select(_ => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait();
                return Enumerable.Range(0, Names).Count(i => TryCreate($"test.registry.race.{i}"));
            },
            TestContext.Current.CancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default))];

        Assert.Equal(Names, (await Task.WhenAll(creators)).Sum());
        Assert.Equal(Names, Profile.All.Count(profile => profile.Name.StartsWith("test.registry.race.", StringComparison.Ordinal)));
    }

    private static bool TryCreate(string name)
    {
        try
        {
            Profile created = Profile.Create(name);
            return ReferenceEquals(created, Profile.Lookup(name));
        }
        catch (ArgumentException)
        {
            return Profile.Lookup(name) is null;
        }
    }
}

using Pprof.Profiles;
using Pprof.Profiles.Catalog;
using Xunit;

namespace Pprof.Tests.Profiles.Catalog;

/// <summary>What a profile that the runtime fills refuses; the original documents the same and does half of it.</summary>
public sealed class PredefinedProfileTests
{
    private static readonly Profile s_profile = new("predefined", new FilledByRuntime());

    [Fact]
    public void Values_cannot_be_added()
    {
        InvalidOperationException refusal = Assert.Throws<InvalidOperationException>(() => s_profile.Add(this));

        Assert.Contains("'predefined'", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Profile.Create", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Values_cannot_be_removed() => Assert.Throws<InvalidOperationException>(() => s_profile.Remove(this));

    [Fact]
    public void All_predefined_profiles_refuse_both()
    {
        foreach (Profile profile in BuiltIn.Profiles)
        {
            Assert.Throws<InvalidOperationException>(() => profile.Add(this));
            Assert.Throws<InvalidOperationException>(() => profile.Remove(this));
        }
    }

    [Fact]
    public void Arguments_are_looked_at_first()
    {
        Assert.Throws<ArgumentNullException>("value", () => s_profile.Add(null!));
        Assert.Throws<ArgumentOutOfRangeException>("skip", () => s_profile.Add(this, -1));
        Assert.Throws<ArgumentNullException>("value", () => s_profile.Remove(null!));
    }

    [Fact]
    public void Count_is_what_the_runtime_filled_in() => Assert.Equal(42, s_profile.Count);

    private sealed class FilledByRuntime : IProfileSource
    {
        public int Count => 42;

        public void WriteTo(Stream stream, int debug) => stream.WriteByte(1);
    }
}

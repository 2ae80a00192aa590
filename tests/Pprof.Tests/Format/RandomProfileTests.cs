using Pprof.Format;
using Pprof.TestSupport;
using Xunit;

namespace Pprof.Tests.Format;

public sealed class RandomProfileTests
{
    private const int Count = 400;

    [Fact]
    public void Random_profile_written_by_us_reads_the_same_with_generated_classes()
    {
        foreach (ProfileData profile in RandomProfiles.Take(Count))
        {
            Assert.Equal(ProfileDataText.Of(profile), ProtoText.Of(ProtoOracle.Read(GivenProfiles.Write(profile))));
        }
    }

    [Fact]
    public void Random_profile_written_by_generated_classes_reads_the_same_with_ours()
    {
        foreach (ProfileData profile in RandomProfiles.Take(Count))
        {
            byte[] theirs = ProtoOracle.Write(ProtoOracle.Read(GivenProfiles.Write(profile)));
            Assert.Equal(ProfileDataText.Of(profile), ProfileDataText.Of(ProfileDecoder.Read(theirs)));
        }
    }

    [Fact]
    public void Random_profile_read_and_written_again_is_the_same_file()
    {
        foreach (ProfileData profile in RandomProfiles.Take(Count))
        {
            byte[] file = GivenProfiles.Write(profile);
            Assert.Equal(file, GivenProfiles.Write(ProfileDecoder.Read(file)));
        }
    }

    /// <summary>The three tests above mean nothing if the generator never leaves the simple cases.</summary>
    [Fact]
    public void Random_profiles_have_every_shape()
    {
        List<ProfileData> profiles = [.. RandomProfiles.Take(Count)];
        Assert.Contains(profiles, p => p.Samples.Count == 0);
        Assert.Contains(profiles, p => p.PeriodType is null);
        Assert.Contains(profiles, p => p.Samples.Any(s => s.Locations.Count > 20));
        Assert.Contains(profiles, p => p.Locations.Any(l => l.Lines.Count > 1 && l.Mapping is not null));
        Assert.Contains(profiles, p => p.Functions.Any(f => f.Id.Value > uint.MaxValue));
        Assert.Contains(profiles, p => p.Functions.Any(f => f.Name.Length > 0 && f.Name == f.SystemName));
        Assert.Contains(profiles, p => p.Comments.Any(c => c.Contains('\uD800', StringComparison.Ordinal)));
    }
}

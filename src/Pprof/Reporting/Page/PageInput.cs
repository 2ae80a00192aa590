using Pprof.Format;

namespace Pprof.Reporting;

/// <summary>A profile as it was read, and what is left to pay for what is made of it.</summary>
internal sealed record PageInput(ProfileData Profile, ReadBudget Budget)
{
    public static PageInput Read(ReadOnlySpan<byte> profile, ProfilePageOptions options)
    {
        ProfileData data = ProfileDecoder.Read(profile, ProfileLimits.Of(options.Limits), out ReadBudget budget);
        return new PageInput(DropFrames.Apply(data), budget);
    }
}

using Xunit;

namespace Pprof.AspNetCore.Tests;

/// <summary>Every profile that the library has, whichever these are.</summary>
internal static class Predefined
{
    public static TheoryData<string> Names => [.. Profile.All.Where(profile => profile.IsPredefined).Select(profile => profile.Name)];
}

namespace Pprof.Profiles.Heap;

/// <summary>The one setting of the runtime under which its reports of survivors have holes that nothing tells.</summary>
internal static class SpecialRegions
{
    private const string Setting = "DOTNET_GCEnableSpecialRegions";

    /// <summary>Null, or why collections cannot be followed, one sentence without its full stop.</summary>
    /// <remarks>
    /// With that setting a compacting collection leaves some regions in place. It collects both kinds of ranges in buffers, and when that of one kind is full,
    /// it sends that and empties both, so that ranges of the other kind are never sent.
    /// </remarks>
    /// <param name="settingOf">The value of an environment variable; null when not set.</param>
    public static string? ReasonAgainst(Func<string, string?> settingOf) =>
        settingOf(Setting) is { } value && value.Trim().TrimStart('0').Length > 0
            ? $"the environment variable {Setting} is {value}, with which the runtime does not report all survivors of a collection; unset it or use the agent"
            : null;
}

namespace Pprof.Soak;

/// <summary>Everything that can be recorded for a while.</summary>
internal static class EverySwitch
{
    public const ProfileKinds Kinds =
        ProfileKinds.Heap | ProfileKinds.Block | ProfileKinds.Mutex | ProfileKinds.Exceptions | ProfileKinds.ThreadCreate | ProfileKinds.Tasks;
}

using Pprof.Workloads.Oracle;

namespace Pprof.Workloads.CallKinds;

/// <summary>Every way to call that the oracle mixes.</summary>
internal static class AllKinds
{
    public static IReadOnlyList<CallKind> List { get; } =
        [.. PlainCalls.Kinds, .. DelegateCalls.Kinds, .. LibraryCalls.Kinds, .. ExceptionCalls.Kinds, .. FrameShapes.Kinds, .. LoopCalls.Kinds,
         .. DynamicCalls.Kinds, .. NativeCalls.Kinds, .. StartupCalls.Kinds, .. ThreadCalls.Kinds];
}

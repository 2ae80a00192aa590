using Pprof.EventPipe.Rundown;

namespace Pprof.Tests.EventPipe;

/// <summary>One list of this process's methods, with maps, for all tests that look at it.</summary>
public sealed class RundownFixture
{
    internal MethodRundown Rundown { get; } = MethodRundown.TryCollect(withILMaps: true, out string? reason)
        ?? throw new InvalidOperationException(reason);

    internal IReadOnlyList<MethodRange> Methods => Rundown.Table.Methods;
}

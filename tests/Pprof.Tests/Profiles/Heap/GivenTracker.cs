using Pprof.EventPipe.Hub;
using Pprof.Profiles.Heap;

namespace Pprof.Tests.Profiles.Heap;

/// <summary>A tracker that tells what a test tells it to.</summary>
internal sealed class GivenTracker(string name) : IHeapTracker
{
    public string Name => name;

    public bool FollowsLiveness { get; init; } = true;

    public long Lost { get; set; }

    public string? Fault { get; set; }

    public string? Reason { get; set; }

    public bool IsWhole { get; set; } = true;

    public Action<IHeapSink>? WhileStarting { get; set; }

    /// <summary>Null while stopped.</summary>
    public IHeapSink? Sink { get; private set; }

    public string? TryStart(IHeapSink sink)
    {
        WhileStarting?.Invoke(sink);
        Sink = Reason is null ? sink : null;
        return Reason;
    }

    public void Stop() => Sink = null;

    public bool Refresh(FlushLimit limit) => IsWhole;
}

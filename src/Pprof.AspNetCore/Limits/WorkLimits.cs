using Microsoft.Extensions.Options;

namespace Pprof.AspNetCore.Limits;

/// <summary>How much of a server's time requests for profiles can take. One for each application.</summary>
internal sealed class WorkLimits(IOptions<PprofOptions> options) : IDisposable
{
    public OneAtATime Cpu { get; } = new();

    public OneAtATime Trace { get; } = new();

    public OneAtATime Symbols { get; } = new();

    public AtMost Profiles { get; } = new(options.Value.MaxConcurrentRequests);

    public WorkBudget Budget { get; } = new(TimeProvider.System, options.Value.MaxLoad);

    public ProfileCounts Counts { get; } = new(TimeSpan.FromSeconds(1));

    public GarbageGate Garbage { get; } = new();

    public void Dispose()
    {
        Profiles.Dispose();
        Garbage.Dispose();
    }
}

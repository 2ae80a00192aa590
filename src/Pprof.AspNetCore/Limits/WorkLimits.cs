using Microsoft.Extensions.Options;

namespace Pprof.AspNetCore.Limits;

/// <summary>How much of a server's time requests for profiles can take. One for each application.</summary>
internal sealed class WorkLimits(IOptions<PprofOptions> options) : IDisposable
{
    /// <summary>CPU profiles, which are wanted most when others have used up what there was.</summary>
    public AtMost Cpu { get; } = new(Math.Min(options.Value.MaxConcurrentRequests, CpuRecording.MostAtOnce / 2));

    public OneAtATime Trace { get; } = new();

    public OneAtATime Symbols { get; } = new();

    public AtMost Profiles { get; } = new(options.Value.MaxConcurrentRequests);

    /// <summary>Of CPU profiles, which are wanted most when others have used up what there was.</summary>
    public WorkBudget CpuBudget { get; } = new(TimeProvider.System, options.Value.MaxLoad, Environment.ProcessorCount);

    /// <summary>Of everything else.</summary>
    public WorkBudget Budget { get; } = new(TimeProvider.System, options.Value.MaxLoad, Environment.ProcessorCount);

    /// <summary>Of profiles. Two, because a thread waits for the runtime's events for a tenth of a second most of the time.</summary>
    public AnswerThreads Writers { get; } = new(most: 2);

    /// <summary>Of pages, reports and lists, which take a processor for some tenths of a second each.</summary>
    public AnswerThreads Pages { get; } = new(most: 1);

    public ProfileCounts Counts { get; } = new(TimeSpan.FromSeconds(1));

    public GarbageGate Garbage { get; } = new();

    public void Dispose()
    {
        Cpu.Dispose();
        Profiles.Dispose();
        Garbage.Dispose();
    }
}

using Pprof.Tool.Recording;
using Pprof.Tool.Targets;

namespace Pprof.Tool.Sources;

/// <summary>A running process, of which one profile is recorded now.</summary>
/// <param name="target">Whose.</param>
/// <param name="plan">Of one kind.</param>
internal sealed class ProcessSource(TargetProcess target, RecordPlan plan) : ProfileSource
{
    public override string Name => $"process {target.Pid} ({target.Name})";

    public override async Task<byte[]> ReadAsync(CancellationToken cancellationToken)
    {
        string kind = plan.Kinds[0];
        using MemorySink sink = new(kind);
        using (IRunningRecording recording = ProcessRecorder.Start(target, plan, sink))
        {
            await RecordingRun.FinishAsync(recording, plan.Duration, $"{kind} of {Name}");
        }

        return sink.Failure is { } failure ? throw new ToolException(failure) : sink.ToArray();
    }
}

using Pprof.Tool.Targets;

namespace Pprof.Tool.Recording;

/// <summary>A process that is running.</summary>
internal sealed class ProcessOrigin(TargetProcess target) : IRecordingOrigin
{
    public string Name => $"process {target.Pid} ({target.Name})";

    public string FileName => $"{target.Name}-{target.Pid}";

    public bool EndsByItself => false;

    public IRunningRecording Start(RecordPlan plan, ProfileSink sink) => ProcessRecorder.Start(target, plan, sink);
}

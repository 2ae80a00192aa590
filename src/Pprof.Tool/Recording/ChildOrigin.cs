using System.Diagnostics;
using Pprof.Tool.Attach;

namespace Pprof.Tool.Recording;

/// <summary>A program to be started. Its end, and what it answers to its shell, are the tool's as well.</summary>
internal sealed class ChildOrigin(IReadOnlyList<string> command) : IRecordingOrigin
{
    private Process? _child;

    public string Name => string.Join(' ', command);

    public string FileName => Path.GetFileNameWithoutExtension(Targets.ProgramName.Of(command, command[0], command[0]));

    public bool EndsByItself => true;

    public IRunningRecording Start(RecordPlan plan, ProfileSink sink)
    {
        if (plan.Kinds.Contains(RecordKinds.Trace))
        {
            throw new ToolException("A trace of a program that is started here is not taken: start it, and record the trace with -p PID.", ExitCode.Usage);
        }

        return ChildStart.Record(command, plan, sink, out _child);
    }

    public async Task<int> EndAsync()
    {
        await _child!.WaitForExitAsync();
        return _child.ExitCode;
    }
}

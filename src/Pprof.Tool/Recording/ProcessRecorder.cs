using Pprof.Tool.Attach;
using Pprof.Tool.Targets;

namespace Pprof.Tool.Recording;

/// <summary>Begins to record a running process, in the way it can be entered.</summary>
internal static class ProcessRecorder
{
    /// <exception cref="ToolException">It cannot be entered, or not for one of the kinds; the message says why and what to do.</exception>
    public static IRunningRecording Start(TargetProcess target, RecordPlan plan, ProfileSink sink)
    {
        Entry entry = EntryCheck.Of(target);
        if (entry.Way == EntryWay.None)
        {
            throw new ToolException(entry.Reason!, ExitCode.CannotEnter);
        }

        string[] inside = [.. plan.Kinds.Where(kind => kind != RecordKinds.Trace)];
        List<IRunningRecording> parts = [];
        try
        {
            if (inside.Length > 0)
            {
                parts.Add(Inside(target, entry, plan with { Kinds = inside }, sink));
            }

            if (plan.Kinds.Contains(RecordKinds.Trace))
            {
                parts.Add(TraceRecording.Start(target, entry.Port!, sink));
            }
        }
        catch
        {
            parts.ForEach(part => part.Dispose());
            throw;
        }

        return parts is [{ } one] ? one : new JointRecording(parts);
    }

    private static IRunningRecording Inside(TargetProcess target, Entry entry, RecordPlan plan, ProfileSink sink)
    {
        bool isCpuOnly = plan.Kinds is [RecordKinds.Cpu];
        try
        {
            return entry.Way == EntryWay.Agent ? AgentRecording.Start(target, entry, plan, sink) : throw new ToolException(entry.Reason!, ExitCode.CannotEnter);
        }
        catch (ToolException refusal) when (isCpuOnly && refusal.ExitCode == ExitCode.CannotEnter && plan.Engine != CpuProfileEngine.Timers)
        {
            Console.Error.WriteLine($"dotnet-pprof: {refusal.Message}");
            Console.Error.WriteLine("dotnet-pprof: Recording wall-clock time of its managed threads instead, by the runtime's own sampler.");
            return SamplerRecording.Start(target, entry, sink, plan.TimeWindows);
        }
    }
}

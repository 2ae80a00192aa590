namespace Pprof.Tool.Recording;

/// <summary>Several recordings of one process, that begin and end together.</summary>
internal sealed class JointRecording(IReadOnlyList<IRunningRecording> parts) : IRunningRecording
{
    public Task Completion { get; } = Task.WhenAll(parts.Select(part => part.Completion));

    public void Finish()
    {
        foreach (IRunningRecording part in parts)
        {
            part.Finish();
        }
    }

    public void Dispose()
    {
        foreach (IRunningRecording part in parts)
        {
            part.Dispose();
        }
    }
}

namespace Pprof.Agent.Recordings;

/// <summary>All threads and async operations as they are at the end. Operations are known that began, or were awaited, since the start.</summary>
internal sealed class GoroutineRecording : IRecording
{
    private readonly Stream _stream;
    private readonly bool _wasOn = Profiling.Enabled.HasFlag(ProfileKinds.Tasks);

    public GoroutineRecording(Stream stream)
    {
        _stream = stream;
        Profiling.Enable(ProfileKinds.Tasks);
    }

    public void Write() => Profile.Lookup("goroutine")!.WriteTo(_stream);

    public void Dispose()
    {
        if (!_wasOn)
        {
            Profiling.Disable(ProfileKinds.Tasks);
        }
    }
}

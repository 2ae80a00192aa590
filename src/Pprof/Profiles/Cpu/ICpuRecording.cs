namespace Pprof.Profiles.Cpu;

/// <summary>One CPU profile being taken.</summary>
internal interface ICpuRecording
{
    /// <summary>Ends sampling, gives back every resource, then writes the profile. Called once, by the thread that stops. Throws what the stream throws.</summary>
    void StopAndWrite();
}

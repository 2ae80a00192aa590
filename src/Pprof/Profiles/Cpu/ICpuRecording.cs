namespace Pprof.Profiles.Cpu;

/// <summary>One CPU profile being taken. One thread at a time.</summary>
internal interface ICpuRecording
{
    /// <summary>Ends sampling, gives back every resource, then writes the profile. Called once, by the thread that stops. Throws what the stream throws.</summary>
    void StopAndWrite(Stream stream);

    /// <summary>Writes what was recorded since the start or the last part; sampling goes on. Throws what the stream throws: then the part is gone.</summary>
    void WritePart(Stream stream);

    /// <summary>Ends sampling and writes nothing. Called instead of <see cref="StopAndWrite"/>.</summary>
    void Abandon();
}

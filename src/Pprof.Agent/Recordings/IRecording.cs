namespace Pprof.Agent.Recordings;

/// <summary>One profile being recorded.</summary>
internal interface IRecording : IDisposable
{
    /// <summary>Ends it and writes it to the stream it was started with. Once at most.</summary>
    void Write();
}

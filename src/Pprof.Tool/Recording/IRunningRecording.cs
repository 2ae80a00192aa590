namespace Pprof.Tool.Recording;

/// <summary>A recording that has begun. Disposing it before its end gives it up.</summary>
internal interface IRunningRecording : IDisposable
{
    /// <summary>Ends when the sink has everything. Before <see cref="Finish"/> only when the process ends by itself. Never fails: failures go to the sink.</summary>
    Task Completion { get; }

    /// <summary>Asks for what there is. Returns at once.</summary>
    void Finish();
}

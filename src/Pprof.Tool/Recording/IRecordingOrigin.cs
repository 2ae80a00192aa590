namespace Pprof.Tool.Recording;

/// <summary>What profiles are recorded of.</summary>
internal interface IRecordingOrigin
{
    /// <summary>For people: <c>process 1234 (Shop)</c>.</summary>
    string Name { get; }

    /// <summary>For names of files: <c>Shop-1234</c>.</summary>
    string FileName { get; }

    /// <summary>It has an end of its own, which a recording without a length waits for.</summary>
    bool EndsByItself { get; }

    /// <exception cref="ToolException">It cannot be recorded; the message says why and what to do.</exception>
    IRunningRecording Start(RecordPlan plan, ProfileSink sink);

    /// <summary>After a recording: waits for what was started with it, and returns what the tool then answers to the shell.</summary>
    Task<int> EndAsync() => Task.FromResult((int)ExitCode.Success);
}

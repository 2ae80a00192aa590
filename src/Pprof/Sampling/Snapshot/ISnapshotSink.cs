using Pprof.Runtime;

namespace Pprof.Sampling;

/// <summary>Receives the threads of a <see cref="ThreadSnapshot"/>, on the thread that takes it. What it throws ends the snapshot.</summary>
internal interface ISnapshotSink
{
    /// <param name="thread">Whose stack it is.</param>
    /// <param name="wait">The system call in which it waits; default when it was running.</param>
    /// <param name="stack">Valid during the call only. Of a waiting thread without registers: its first Frame tells where managed code ends.</param>
    void OnThread(in RuntimeThread thread, SystemCall wait, in RawStack stack);

    /// <summary>The thread lives, and neither stood still nor answered the signal.</summary>
    void OnNoAnswer(in RuntimeThread thread);

    /// <summary>The thread lives, and the kernel refused to send it the signal.</summary>
    /// <param name="thread">Which.</param>
    /// <param name="error">The errno.</param>
    void OnRefused(in RuntimeThread thread, int error) => OnNoAnswer(thread);
}

namespace Pprof.Agent.Wire;

/// <summary>
/// What a frame says. A frame is 4 bytes of length of what follows (little endian), 1 byte of this, and its content. Numbers are never given a
/// new meaning; both ends are of one build, so that nothing else has to be said about versions.
/// </summary>
internal enum FrameKind : byte
{
    /// <summary>Tool to agent, once: an <see cref="Order"/>.</summary>
    Order = 1,

    /// <summary>Tool to agent: end the recording and write it. No content.</summary>
    Finish = 2,

    /// <summary>Agent to tool: all that can be recorded is being recorded. No content.</summary>
    Started = 10,

    /// <summary>Agent to tool: number of the item in the order (1 byte), then bytes of its profile.</summary>
    Bytes = 11,

    /// <summary>Agent to tool: number of the item (1 byte), then UTF-8: why there is no profile of it; empty when it is complete.</summary>
    End = 12,
}

namespace Pprof.EventPipe.Nettrace;

/// <summary>The objects a stream consists of. New kinds may come with a later runtime: they are passed over by their size.</summary>
internal enum BlockKind
{
    Unknown,

    /// <summary>Head of the stream; the only object that is no block: its size is fixed.</summary>
    Trace,
    Events,
    Metadata,
    Stacks,
    SequencePoint,
}

namespace Pprof.Format;

/// <summary>A range of addresses and the file that was mapped there. The first of a profile is its main program.</summary>
internal sealed class Mapping
{
    public required MappingId Id { get; init; }

    public ulong MemoryStart { get; init; }

    public ulong MemoryLimit { get; init; }

    public ulong FileOffset { get; init; }

    public string FileName { get; init; } = "";

    public string BuildId { get; init; } = "";

    /// <summary>True tells the pprof tool that names need not be looked up: it then opens no file and asks no server.</summary>
    public bool HasFunctions { get; init; }

    public bool HasFileNames { get; init; }

    public bool HasLineNumbers { get; init; }

    public bool HasInlineFrames { get; init; }
}

namespace Pprof.Format;

/// <summary>A range of addresses with the file that was mapped there, while it may still be corrected.</summary>
internal sealed class LegacyRegion
{
    public ulong Start { get; set; }

    public ulong Limit { get; set; }

    public ulong Offset { get; set; }

    public string File { get; set; } = "";

    public string BuildId { get; set; } = "";

    /// <summary>True when the next one is more of the same file, at the place where it would be.</summary>
    public bool IsContinuedBy(LegacyRegion next) =>
        IsSame(File, next.File) && IsSame(BuildId, next.BuildId) && Limit == next.Start
        && (Offset == 0 || next.Offset == 0 || unchecked(Offset + Limit - Start) == next.Offset);

    public void Append(LegacyRegion next)
    {
        Limit = next.Limit;
        File = next.File.Length > 0 ? next.File : File;
        BuildId = next.BuildId.Length > 0 ? next.BuildId : BuildId;
    }

    public Mapping ToMapping(int number) => new()
    {
        Id = new MappingId((ulong)number),
        MemoryStart = Start,
        MemoryLimit = Limit,
        FileOffset = Offset,
        FileName = File,
        BuildId = BuildId,
    };

    // What is not known can be the same.
    private static bool IsSame(string one, string other) => one.Length == 0 || other.Length == 0 || one == other;
}

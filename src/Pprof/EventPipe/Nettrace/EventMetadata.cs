namespace Pprof.EventPipe.Nettrace;

/// <summary>Which event a blob is. The runtime's own events carry no name and no field list: provider, id and version tell their layout.</summary>
internal sealed record EventMetadata(int MetadataId, string Provider, int EventId, string Name, int Version)
{
    /// <summary>Reads what a metadata blob says first; the field descriptions after it are of no use here.</summary>
    public static EventMetadata Read(ReadOnlySpan<byte> payload)
    {
        BlobReader reader = new(payload);
        int metadataId = reader.ReadInt32();
        string provider = reader.ReadString();
        int eventId = reader.ReadInt32();
        string name = reader.ReadString();
        reader.ReadInt64();
        return new EventMetadata(metadataId, provider, eventId, name, reader.ReadInt32());
    }
}

namespace Pprof.EventPipe.Nettrace;

/// <summary>
/// The header of an event, compressed against the one before it in the same block: a flag byte says which fields follow, the others stay
/// as they were. Every block starts from zero.
/// </summary>
internal struct EventHeader
{
    private const int HasMetadataId = 0x01;
    private const int HasCaptureThread = 0x02;
    private const int HasThreadId = 0x04;
    private const int HasStackId = 0x08;
    private const int HasActivityId = 0x10;
    private const int HasRelatedActivityId = 0x20;
    private const int HasPayloadSize = 0x80;
    private const int GuidSize = 16;

    public int MetadataId;

    /// <summary>Counts the events of the thread that wrote them, so that a gap is a loss.</summary>
    public uint Sequence;
    public ulong CaptureThreadId;

    /// <summary>The thread the event is about; it differs from the writing one for samples.</summary>
    public ulong ThreadId;
    public uint StackId;
    public ulong Timestamp;
    public int PayloadSize;

    /// <summary>Advances to the next event of the block.</summary>
    public void Read(ref BlobReader reader)
    {
        int flags = reader.ReadByte();
        MetadataId = (flags & HasMetadataId) != 0 ? (int)reader.ReadVarUInt32() : MetadataId;
        ReadSequence(ref reader, flags);
        ThreadId = (flags & HasThreadId) != 0 ? reader.ReadVarUInt64() : ThreadId;
        StackId = (flags & HasStackId) != 0 ? reader.ReadVarUInt32() : StackId;
        Timestamp += reader.ReadVarUInt64();
        reader.Take((flags & HasActivityId) != 0 ? GuidSize : 0);
        reader.Take((flags & HasRelatedActivityId) != 0 ? GuidSize : 0);
        PayloadSize = (flags & HasPayloadSize) != 0 ? (int)reader.ReadVarUInt32() : PayloadSize;
    }

    // Needs the metadata id read before: blobs that define metadata (id 0) are not counted.
    private void ReadSequence(ref BlobReader reader, int flags)
    {
        if ((flags & HasCaptureThread) != 0)
        {
            Sequence += reader.ReadVarUInt32();
            CaptureThreadId = reader.ReadVarUInt64();
            reader.ReadVarUInt32();
        }

        Sequence += MetadataId != 0 ? 1u : 0;
    }
}

namespace Pprof.EventPipe.Nettrace;

/// <summary>
/// The header of an event. The runtime writes it compressed against the one before it in the same block: a flag byte says which fields
/// follow, the others stay as they were. Every block starts from zero.
/// </summary>
internal struct EventHeader
{
    private const int HasMetadataId = 0x01;
    private const int HasCaptureThread = 0x02;
    private const int HasThreadId = 0x04;
    private const int HasStackId = 0x08;
    private const int HasActivityId = 0x10;
    private const int HasRelatedActivityId = 0x20;
    private const int SortedFlag = 0x40;
    private const int HasPayloadSize = 0x80;
    private const int NotSorted = int.MinValue;
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

    /// <summary>All events that are older than this one stand before it in the stream.</summary>
    public bool IsSorted;

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
        IsSorted = (flags & SortedFlag) != 0;
        PayloadSize = (flags & HasPayloadSize) != 0 ? (int)reader.ReadVarUInt32() : PayloadSize;
    }

    /// <summary>
    /// The plain form, which blocks may have by their flags:
    /// <c>i32 kind (top bit: not sorted) · i32 sequence · i64 thread · i64 writing thread · i32 processor · i32 stack · i64 time · 2 GUIDs · i32 n</c>.
    /// </summary>
    public static EventHeader ReadPlain(ref BlobReader reader)
    {
        int kind = reader.ReadInt32();
        EventHeader header = new() { MetadataId = kind & ~NotSorted, IsSorted = (kind & NotSorted) == 0, Sequence = reader.ReadUInt32() };
        header.ThreadId = reader.ReadUInt64();
        header.CaptureThreadId = reader.ReadUInt64();
        reader.ReadInt32();
        header.StackId = reader.ReadUInt32();
        header.Timestamp = reader.ReadUInt64();
        reader.Take(2 * GuidSize);
        header.PayloadSize = reader.ReadInt32();
        return header;
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

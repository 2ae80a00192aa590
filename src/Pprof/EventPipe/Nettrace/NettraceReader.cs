using System.Text;

namespace Pprof.EventPipe.Nettrace;

/// <summary>
/// Reads the runtime's event stream ("Nettrace", version 4) block by block; memory is one block and the table of event kinds.
/// <code>
/// "Nettrace" · i32 20 "!FastSerialization.1" · object* · 1
/// object: 5 · 5 1 · i32 version · i32 least reader · i32 n · name · 6 · payload · 6
/// </code>
/// An ordinary thread, never the one that takes bytes off a live session: decoding may touch code that waits for the session's own lock.
/// </summary>
internal sealed class NettraceReader(Stream stream, INettraceSink sink)
{
    private const byte NullObject = 1;
    private const byte BeginObject = 5;
    private const byte EndObject = 6;
    private const int TraceSize = 48;
    private const int MostNameBytes = 64;

    private readonly NettraceInput _input = new(stream);
    private readonly Dictionary<int, EventMetadata> _metadata = [];
    private readonly SequenceGaps _gaps = new();

    /// <summary>Events that the runtime dropped because its buffer was full.</summary>
    public long Lost => _gaps.Lost;

    public long Events { get; private set; }

    /// <summary>Reads to the end mark.</summary>
    /// <exception cref="NettraceFormatException">Truncated or not understood. What was read until then has been delivered.</exception>
    public void ReadToEnd()
    {
        ReadMagic();
        for (byte tag = _input.ReadByte(); tag != NullObject; tag = _input.ReadByte())
        {
            Expect(tag, BeginObject);
            ReadObject(ReadTypeName());
            Expect(_input.ReadByte(), EndObject);
        }
    }

    private void ReadMagic()
    {
        if (!_input.Read(8).SequenceEqual("Nettrace"u8))
        {
            throw new NettraceFormatException("This is no event stream: it does not begin with 'Nettrace'.");
        }

        int length = _input.ReadInt32();
        if (length != 20 || !_input.Read(length).SequenceEqual("!FastSerialization.1"u8))
        {
            throw new NettraceFormatException("The event stream is of another version than 4, the one this reader knows.");
        }
    }

    private string ReadTypeName()
    {
        Expect(_input.ReadByte(), BeginObject);
        Expect(_input.ReadByte(), NullObject);
        _input.ReadInt32();
        _input.ReadInt32();
        int length = _input.ReadInt32();
        if (length is < 0 or > MostNameBytes)
        {
            throw new NettraceFormatException($"An object's name of {length} bytes at byte {_input.Position}.");
        }

        string name = Encoding.ASCII.GetString(_input.Read(length));
        Expect(_input.ReadByte(), EndObject);
        return name;
    }

    private void ReadObject(string type)
    {
        switch (type)
        {
            case "Trace":
                _input.Read(TraceSize);
                break;
            case "EventBlock":
                ReadEvents(_input.ReadBlock());
                break;
            case "MetadataBlock":
                ReadEvents(_input.ReadBlock());
                break;
            case "StackBlock":
                ReadStacks(_input.ReadBlock());
                break;
            case "SPBlock":
                ReadSequencePoint(_input.ReadBlock());
                break;
            default:
                _input.ReadBlock();
                break;
        }
    }

    private void ReadEvents(ReadOnlySpan<byte> block)
    {
        BlobReader reader = new(block);
        int headSize = reader.ReadUInt16();
        bool isCompressed = (reader.ReadUInt16() & 1) != 0;
        reader.Take(headSize - 4);
        if (!isCompressed)
        {
            throw new NettraceFormatException("A block has uncompressed event headers, which the runtime does not write in this version.");
        }

        EventHeader header = default;
        while (!reader.IsEmpty)
        {
            header.Read(ref reader);
            Deliver(header, reader.Take(header.PayloadSize));
        }
    }

    private void Deliver(in EventHeader header, ReadOnlySpan<byte> payload)
    {
        if (header.MetadataId == 0)
        {
            EventMetadata defined = EventMetadata.Read(payload);
            _metadata[defined.MetadataId] = defined;
            return;
        }

        if (!_metadata.TryGetValue(header.MetadataId, out EventMetadata? metadata))
        {
            throw new NettraceFormatException($"An event of kind {header.MetadataId} comes before the definition of that kind.");
        }

        Events++;
        _gaps.OnEvent(header.CaptureThreadId, header.Sequence);
        sink.OnEvent(new NettraceEvent(metadata, header, payload));
    }

    private void ReadStacks(ReadOnlySpan<byte> block)
    {
        BlobReader reader = new(block);
        uint id = reader.ReadUInt32();
        for (int left = reader.ReadInt32(); left > 0; left--)
        {
            sink.OnStack(id++, reader.Take(reader.ReadInt32()));
        }
    }

    private void ReadSequencePoint(ReadOnlySpan<byte> block)
    {
        BlobReader reader = new(block);
        reader.ReadInt64();
        for (int left = reader.ReadInt32(); left > 0; left--)
        {
            _gaps.OnSequencePoint(reader.ReadUInt64(), reader.ReadUInt32());
        }

        sink.OnStacksForgotten();
    }

    private void Expect(byte tag, byte expected)
    {
        if (tag != expected)
        {
            throw new NettraceFormatException($"Tag {tag} where {expected} belongs, before byte {_input.Position}.");
        }
    }
}

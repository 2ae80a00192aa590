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
    private static int s_runs;

    private const byte NullObject = 1;
    private const byte BeginObject = 5;
    private const byte EndObject = 6;
    private const int Version = 4;
    private const int TraceSize = 48;
    private const int MostNameBytes = 64;

    // The runtime has some 300 kinds of events, and every event source a few.
    private const int MostEventKinds = 1 << 16;

    private readonly NettraceInput _input = new(stream);
    private readonly Dictionary<int, EventMetadata> _metadata = [];
    private readonly SequenceGaps _gaps = new();
    private int _run = Interlocked.Increment(ref s_runs);

    /// <summary>Events that the runtime dropped because its buffer was full.</summary>
    public long Lost => _gaps.Lost;

    public long Events { get; private set; }

    /// <summary>
    /// Before the first event: this stream goes on where another one has ended that was read to its end mark, so that events of both may belong together: see
    /// <see cref="Continuity"/>.
    /// </summary>
    public void Follow(NettraceReader predecessor)
    {
        _run = predecessor._run;
        _gaps.Follow(predecessor._gaps);
    }

    /// <summary>Reads to the end mark. Allocates for kinds of events and for threads not met before, and nothing for an event.</summary>
    /// <exception cref="NettraceFormatException">Truncated or not understood. What was read until then has been delivered.</exception>
    public void ReadToEnd()
    {
        ReadMagic();
        for (byte tag = _input.ReadByte(); tag != NullObject; tag = _input.ReadByte())
        {
            Expect(tag, BeginObject);
            ReadObject(ReadKind());
            Expect(_input.ReadByte(), EndObject);
        }
    }

    // Version 6 has 0, major and minor version where version 4 has the length of the word after it.
    private void ReadMagic()
    {
        if (!_input.Read(8).SequenceEqual("Nettrace"u8))
        {
            throw new NettraceFormatException("This is no event stream: it does not begin with 'Nettrace'.");
        }

        int length = _input.ReadInt32();
        if (length == 0)
        {
            throw OtherVersion(_input.ReadInt32());
        }

        if (length != 20 || !_input.Read(length).SequenceEqual("!FastSerialization.1"u8))
        {
            throw new NettraceFormatException("The event stream is of another version than 4, the one this reader knows.");
        }
    }

    private BlockKind ReadKind()
    {
        Expect(_input.ReadByte(), BeginObject);
        Expect(_input.ReadByte(), NullObject);
        _input.ReadInt32();
        int leastReader = _input.ReadInt32();
        int length = _input.ReadInt32();
        if (length is < 0 or > MostNameBytes)
        {
            throw new NettraceFormatException($"An object's name of {length} bytes at byte {_input.Position}.");
        }

        BlockKind kind = KindOf(_input.Read(length));
        Expect(_input.ReadByte(), EndObject);
        return leastReader <= Version || kind == BlockKind.Unknown ? kind : throw OtherVersion(leastReader);
    }

    private static BlockKind KindOf(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("EventBlock"u8) ? BlockKind.Events
        : name.SequenceEqual("StackBlock"u8) ? BlockKind.Stacks
        : name.SequenceEqual("MetadataBlock"u8) ? BlockKind.Metadata
        : name.SequenceEqual("SPBlock"u8) ? BlockKind.SequencePoint
        : name.SequenceEqual("Trace"u8) ? BlockKind.Trace
        : BlockKind.Unknown;

    private void ReadObject(BlockKind kind)
    {
        switch (kind)
        {
            case BlockKind.Trace:
                ReadTrace(_input.Read(TraceSize));
                break;
            case BlockKind.Events or BlockKind.Metadata:
                ReadEvents(_input.ReadBlock());
                break;
            case BlockKind.Stacks:
                ReadStacks(_input.ReadBlock());
                break;
            case BlockKind.SequencePoint:
                ReadSequencePoint(_input.ReadBlock());
                break;
            default:
                _input.SkipBlock();
                break;
        }
    }

    // 8 × i16 date · i64 ticks · i64 ticks a second · i32 pointer size · i32 process · i32 processors · i32 ns between samples
    private void ReadTrace(ReadOnlySpan<byte> trace)
    {
        BlobReader reader = new(trace);
        reader.Take((8 * sizeof(short)) + sizeof(long));
        long frequency = reader.ReadInt64();
        reader.Take(3 * sizeof(int));
        sink.OnTrace(frequency, reader.ReadInt32());
    }

    private void ReadEvents(ReadOnlySpan<byte> block)
    {
        BlobReader reader = new(block);
        int headSize = reader.ReadUInt16();
        bool isCompressed = (reader.ReadUInt16() & 1) != 0;
        reader.Take(headSize - 4);
        EventHeader header = default;
        while (!reader.IsEmpty)
        {
            if (isCompressed)
            {
                header.Read(ref reader);
                Deliver(header, reader.Take(header.PayloadSize));
            }
            else
            {
                BlobReader one = new(reader.Take(reader.ReadInt32()));
                header = EventHeader.ReadPlain(ref one);
                Deliver(header, one.Take(header.PayloadSize));
            }
        }
    }

    private void Deliver(in EventHeader header, ReadOnlySpan<byte> payload)
    {
        if (header.MetadataId == 0)
        {
            Define(EventMetadata.Read(payload));
            return;
        }

        if (!_metadata.TryGetValue(header.MetadataId, out EventMetadata? metadata))
        {
            throw new NettraceFormatException($"An event of kind {header.MetadataId} comes before the definition of that kind.");
        }

        Events++;
        Continuity continuity = new(_run, _gaps.OnEvent(header.CaptureThreadId, header.Sequence));
        sink.OnEvent(new NettraceEvent(metadata, header, payload, _gaps.Lost, continuity));
    }

    private void Define(EventMetadata kind)
    {
        if (_metadata.Count >= MostEventKinds)
        {
            throw new NettraceFormatException($"More than {MostEventKinds} kinds of events are defined.");
        }

        _metadata[kind.MetadataId] = kind;
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
        BlobReader threads = new(block);
        threads.ReadInt64();
        int count = threads.ReadInt32();
        BlobReader again = threads;
        for (int left = count; left > 0; left--)
        {
            _gaps.Announce(threads.ReadUInt64());
            threads.ReadUInt32();
        }

        for (int left = count; left > 0; left--)
        {
            _gaps.OnSequencePoint(again.ReadUInt64(), again.ReadUInt32());
        }

        _gaps.EndSequencePoint();
        sink.OnStacksForgotten();
    }

    private static NettraceFormatException OtherVersion(int version) =>
        new($"The event stream is of version {version}; this reader knows version {Version}.");

    private void Expect(byte tag, byte expected)
    {
        if (tag != expected)
        {
            throw new NettraceFormatException($"Tag {tag} where {expected} belongs, before byte {_input.Position}.");
        }
    }
}

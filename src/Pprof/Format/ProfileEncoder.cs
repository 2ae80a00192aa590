using System.IO.Compression;

namespace Pprof.Format;

/// <summary>
/// Writes a profile to a stream while it is being made: messages are compressed and leave as they are added, only the strings and the
/// header are kept until <see cref="Finish"/>. Without <see cref="Finish"/> the file is incomplete.
/// </summary>
/// <remarks>
/// For one thread at a time. Misuse throws and writes nothing. What the stream throws reaches the caller unchanged; afterwards
/// nothing more is written and every method but <see cref="Dispose"/> throws. The stream is never closed.
/// </remarks>
internal sealed class ProfileEncoder : IDisposable
{
    private readonly OutputGate _gate;
    private readonly GZipStream _gzip;
    private readonly ProtoWriter _writer;
    private readonly ProfileHeader _header;
    private readonly MessageWriter _messages;
    private readonly ReferenceRules _rules = new();
    private bool _isClosed;

    /// <exception cref="ArgumentException">The stream is closed or read-only.</exception>
    public ProfileEncoder(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!stream.CanWrite)
        {
            throw new ArgumentException("A profile cannot be written to this stream, it is closed or read-only. Pass an open, writable one.", nameof(stream));
        }

        StringTable strings = new();
        _gate = new OutputGate(stream);
        _gzip = new GZipStream(_gate, CompressionLevel.Fastest, leaveOpen: true);
        _writer = new ProtoWriter(_gzip);
        _header = new ProfileHeader(strings);
        _messages = new MessageWriter(_writer, strings);
    }

    /// <summary>All types come before the first sample; the last one is what the pprof tool shows unless told otherwise.</summary>
    public void AddSampleType(SampleType type)
    {
        EnsureOpen();
        ArgumentNullException.ThrowIfNull(type);
        _rules.OnSampleType();
        _header.AddSampleType(type);
    }

    public void AddComment(string comment)
    {
        EnsureOpen();
        _header.AddComment(comment);
    }

    public void SetPeriod(SampleType? type, long period)
    {
        EnsureOpen();
        _header.SetPeriod(type, period);
    }

    public void SetDefaultSampleType(string type)
    {
        EnsureOpen();
        _header.SetDefaultSampleType(type);
    }

    /// <summary>The start of the collection.</summary>
    public void SetTime(long nanosSinceEpoch)
    {
        EnsureOpen();
        _header.TimeNanos = nanosSinceEpoch;
    }

    public void SetDuration(long nanos)
    {
        EnsureOpen();
        _header.DurationNanos = nanos;
    }

    public void SetFrameFilters(string drop, string keep)
    {
        EnsureOpen();
        _header.SetFrameFilters(drop, keep);
    }

    public void SetDocUrl(string url)
    {
        EnsureOpen();
        _header.SetDocUrl(url);
    }

    /// <summary>May come after the locations that refer to it, because its flags tell what was found out about them.</summary>
    public void AddMapping(Mapping mapping)
    {
        EnsureOpen();
        ArgumentNullException.ThrowIfNull(mapping);
        _rules.OnMapping(mapping.Id);
        _messages.Mapping(mapping);
    }

    public void AddFunction(FunctionId id, string name, string systemName = "", string fileName = "", long startLine = 0)
    {
        EnsureOpen();
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(systemName);
        ArgumentNullException.ThrowIfNull(fileName);
        _rules.OnFunction(id);
        _messages.Function(id, name, systemName, fileName, startLine);
    }

    /// <summary>Lines name the functions there, innermost inlined one first; their functions must have been added. The mapping may follow.</summary>
    public void AddLocation(LocationId id, MappingId mapping, ulong address, ReadOnlySpan<LineEntry> lines, bool isFolded = false)
    {
        EnsureOpen();
        _rules.OnLocation(id, mapping, lines);
        _messages.Location(id, mapping, address, lines, isFolded);
    }

    /// <summary>The stack is leaf first and its locations must have been added; there is one value for each sample type.</summary>
    public void AddSample(ReadOnlySpan<LocationId> stack, ReadOnlySpan<long> values, ReadOnlySpan<Label> labels = default)
    {
        EnsureOpen();
        _rules.OnSample(stack, values.Length, _header.SampleTypeCount);
        _messages.Sample(stack, values, labels);
    }

    /// <summary>Writes header and strings, completes the file, flushes the stream.</summary>
    /// <exception cref="InvalidOperationException">A location refers to a mapping that was never added.</exception>
    public void Finish()
    {
        EnsureOpen();
        _rules.OnFinish();
        _isClosed = true;
        _header.WriteTo(_writer);
        _messages.Strings();
        _writer.Flush();
        _gzip.Dispose();
        _gate.Flush();
    }

    /// <summary>Writes nothing, throws nothing.</summary>
    public void Dispose()
    {
        _isClosed = true;
        _gate.Shut();
        _gzip.Dispose();
    }

    private void EnsureOpen()
    {
        if (_gate.HasFailed)
        {
            throw new InvalidOperationException("Writing this profile failed earlier. Begin a new one with a new encoder.");
        }

        if (_isClosed)
        {
            throw new InvalidOperationException("This profile is complete. Begin a new one with a new encoder.");
        }
    }
}

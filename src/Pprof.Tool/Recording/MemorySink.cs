namespace Pprof.Tool.Recording;

/// <summary>Keeps one profile in memory, for a command that shows it.</summary>
internal sealed class MemorySink(string kind) : ProfileSink([kind]), IDisposable
{
    private readonly MemoryStream _content = new();

    /// <summary>Null when it is complete.</summary>
    public string? Failure { get; private set; }

    public byte[] ToArray() => _content.ToArray();

    public void Dispose() => _content.Dispose();

    protected override void OnBytes(string kind, ReadOnlySpan<byte> bytes) => _content.Write(bytes);

    protected override void OnEnd(string kind, string? failure) => Failure = failure;
}

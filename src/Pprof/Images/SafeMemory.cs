namespace Pprof.Images;

/// <summary>
/// The one place that reads memory which the runtime, the loader or another thread may unmap at any moment. The kernel does
/// the reading, so a bad address is an answer (false) and not a signal. Costs a system call: read blocks, not words.
/// </summary>
internal static class SafeMemory
{
    /// <summary>The way that works in this process.</summary>
    public static readonly IMemoryReader Reader = Choose();

    // Any thread but a signal handler; does not allocate or throw.
    public static bool TryRead(ulong address, Span<byte> destination) =>
        destination.IsEmpty || (address != 0 && Reader.TryRead(address, destination));

    public static bool TryRead<T>(ulong address, out T value)
        where T : unmanaged => Reader.TryRead(address, out value);

    /// <summary>True when <paramref name="reader"/> reads a known word back. Both answers occur: seccomp filters differ.</summary>
    internal static unsafe bool Works(IMemoryReader reader)
    {
        long known = 0x0123_4567_89ab_cdef;
        long copy = 0;
        return reader.TryRead((ulong)&known, new Span<byte>(&copy, sizeof(long))) && copy == known;
    }

    private static IMemoryReader Choose()
    {
        ProcessVmReader direct = new();
        return Works(direct) ? direct : new PipeReader();
    }
}

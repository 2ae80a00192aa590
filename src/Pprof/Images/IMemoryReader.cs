namespace Pprof.Images;

/// <summary>One way of reading memory of this process that may not be mapped.</summary>
internal interface IMemoryReader
{
    /// <summary>Fills <paramref name="destination"/> or returns false. Never a fault, never an exception.</summary>
    bool TryRead(ulong address, Span<byte> destination);
}

using Pprof.EventPipe.Nettrace;

namespace Pprof.Profiles.Heap;

/// <summary>How many bytes a collection has left alive, in the runtime's event <c>GCHeapStats</c>.</summary>
/// <remarks>
/// <code>
/// 0   size and survived bytes of generations 0, 1, 2 and of large objects, eight bytes each
/// 64  bytes and number of finalized objects, eight each; numbers of pinned objects, locks and handles, four each; two bytes
/// 94  size and survived bytes of pinned objects, eight each, from version 2 on
/// </code>
/// What was not collected counts 0.
/// </remarks>
internal static class SurvivedBytes
{
    private const int Kinds = 4;
    private const int BytesBetween = 30;

    /// <summary>Throws <see cref="NettraceFormatException"/> when the payload is shorter.</summary>
    public static ulong Read(ReadOnlySpan<byte> payload)
    {
        BlobReader reader = new(payload);
        ulong sum = 0;
        for (int i = 0; i < Kinds; i++)
        {
            sum += ReadSecond(ref reader);
        }

        reader.Take(BytesBetween);
        return sum + ReadSecond(ref reader);
    }

    private static ulong ReadSecond(ref BlobReader reader)
    {
        reader.ReadUInt64();
        return reader.ReadUInt64();
    }
}

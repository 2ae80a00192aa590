using System.Buffers.Text;

namespace Pprof.Sampling;

/// <summary>
/// Whether a thread blocks a signal and has one waiting already. Another one would wait beside it for as long as the thread lives, in one of
/// the places (<c>ulimit -i</c>) that the runtime needs as well when it stops threads for the garbage collector. So such a thread has one at most.
/// </summary>
internal static class StuckSignal
{
    private const int FileBytes = 4096;

    /// <summary>False also when the kernel does not tell.</summary>
    public static bool IsIn(int threadId, int signal)
    {
        Span<byte> status = stackalloc byte[FileBytes];
        return IsIn(status[..ThreadFile.Read(threadId, "status", status)], signal);
    }

    /// <param name="status">The text of the thread's <c>status</c>, with masks of 64 bits in hexadecimal: bit n - 1 is signal n.</param>
    /// <param name="signal">Its number.</param>
    public static bool IsIn(ReadOnlySpan<byte> status, int signal) =>
        ((Mask(status, "\nSigPnd:\t"u8) & Mask(status, "\nSigBlk:\t"u8)) >> (signal - 1) & 1) != 0;

    private static ulong Mask(ReadOnlySpan<byte> status, ReadOnlySpan<byte> line)
    {
        int at = status.IndexOf(line);
        return at >= 0 && Utf8Parser.TryParse(status[(at + line.Length)..], out ulong mask, out _, 'x') ? mask : 0;
    }
}

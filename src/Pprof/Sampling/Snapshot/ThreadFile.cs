using System.Globalization;
using Pprof.Interop;

namespace Pprof.Sampling;

/// <summary>Short files that the kernel keeps for each thread, below <c>/proc/self/task</c>. Any thread but a signal handler; does not throw.</summary>
internal static unsafe class ThreadFile
{
    /// <summary>How many bytes were read; 0 when the thread is gone or there is no such file.</summary>
    public static int Read(int threadId, string name, Span<byte> text)
    {
        int file = Libc.Open(string.Create(CultureInfo.InvariantCulture, $"/proc/self/task/{threadId}/{name}"), Libc.O_RDONLY | Libc.O_CLOEXEC);
        if (file < 0)
        {
            return 0;
        }

        fixed (byte* start = text)
        {
            nint length = Libc.PRead(file, start, (nuint)text.Length, 0);
            _ = Libc.Close(file);
            return (int)Math.Max(length, 0);
        }
    }
}

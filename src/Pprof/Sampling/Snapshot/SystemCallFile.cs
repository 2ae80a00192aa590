using System.Buffers.Text;

namespace Pprof.Sampling;

/// <summary>
/// Asks the kernel in which system call a thread waits: <c>/proc/self/task/N/syscall</c>. The kernel answers only of a thread that is
/// off the processor, and otherwise <c>running</c>; a fault or another wait outside of a system call has the number -1:
/// <code>202 0x7f… 0x189 0x0 0x0 0x0 0xffffffff 0x7f12a93fea10 0x7f12b9a2dd16</code>
/// number, six arguments, stack pointer, instruction. Any thread but a signal handler; does not throw.
/// </summary>
internal static class SystemCallFile
{
    private const int LineBytes = 256;
    private const int WordsBeforeStackPointer = 7;

    /// <summary>False where the kernel does not tell it of any thread.</summary>
    public static bool IsAvailable { get; } = ThreadFile.Read(Environment.ProcessId, "syscall", new byte[LineBytes]) > 0;

    /// <summary>False when the thread runs, is gone, or waits outside of a system call, and where the kernel does not tell (gVisor, kernels built without it).</summary>
    public static bool TryRead(int threadId, out SystemCall call)
    {
        Span<byte> line = stackalloc byte[LineBytes];
        call = default;
        return TryParse(line[..ThreadFile.Read(threadId, "syscall", line)], out call);
    }

    public static bool TryParse(ReadOnlySpan<byte> line, out SystemCall call)
    {
        call = default;
        if (!Utf8Parser.TryParse(line, out int number, out int length) || number < 0)
        {
            return false;
        }

        for (int i = 0; i < WordsBeforeStackPointer; i++)
        {
            int space = line[length..].IndexOf((byte)' ');
            if (space < 0)
            {
                return false;
            }

            length += space + 1;
        }

        bool isWord = line[length..].StartsWith("0x"u8) & Utf8Parser.TryParse(line[Math.Min(length + 2, line.Length)..], out ulong stackPointer, out _, 'x');
        call = isWord ? new SystemCall(number, stackPointer) : default;
        return call.IsWaiting;
    }
}

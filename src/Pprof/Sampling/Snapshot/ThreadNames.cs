using System.Text;

namespace Pprof.Sampling;

/// <summary>
/// A thread's name as the kernel keeps it, which the runtime sets when a program names a thread: its first 15 bytes. Threads
/// without a name bear that of the program, and then the answer is empty. Any thread; does not throw.
/// </summary>
internal static class ThreadNames
{
    private const int MostBytes = 64;

    private static readonly string s_program = Read(Environment.ProcessId);

    public static string Of(int threadId) => Read(threadId) is var name && name != s_program ? name : "";

    private static string Read(int threadId)
    {
        Span<byte> line = stackalloc byte[MostBytes];
        line = line[..ThreadFile.Read(threadId, "comm", line)];
        return Encoding.UTF8.GetString(line).TrimEnd('\n');
    }
}

using System.Globalization;

namespace Pprof.Recording;

/// <summary>
/// A thread's name as the kernel keeps it, which the runtime sets when a program names a thread: its first 15 bytes. Threads
/// without a name bear that of the program, and then the answer is empty. Any thread; does not throw.
/// </summary>
internal static class ThreadNames
{
    private static readonly string s_program = Read(Environment.ProcessId);

    public static string Of(int threadId) => Read(threadId) is var name && name != s_program ? name : "";

    private static string Read(int threadId)
    {
        try
        {
            return File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/self/task/{threadId}/comm")).TrimEnd('\n');
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}

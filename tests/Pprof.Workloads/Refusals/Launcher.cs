using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Pprof.Workloads.Refusals;

/// <summary>Starts another run of this program to which system calls are refused, or which may open few files.</summary>
internal static unsafe partial class Launcher
{
    public const int CannotFilter = 77;

    private const int RLIMIT_NOFILE = 7;

    /// <param name="calls">Numbers of system calls, with commas between; may be empty.</param>
    /// <param name="error">What they answer.</param>
    /// <param name="files">How many descriptors it may have; 0 for as many as this one.</param>
    /// <param name="arguments">Of the other run.</param>
    public static int Start(string calls, int error, ulong files, string[] arguments)
    {
        int[] numbers = [.. calls.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(number => int.Parse(number, CultureInfo.InvariantCulture))];
        if (numbers.Length > 0 && SystemCallFilter.Refuse(numbers, error) is { } reason)
        {
            Console.Error.WriteLine(reason);
            return CannotFilter;
        }

        if (files > 0)
        {
            ulong* limit = stackalloc ulong[2] { files, files };
            _ = setrlimit(RLIMIT_NOFILE, limit);
        }

        return Run([typeof(Launcher).Assembly.Location, .. arguments]);
    }

    // A child has the filter of the thread that starts it.
    private static int Run(string[] words)
    {
        using Process process = Process.Start(Environment.ProcessPath!, words);
        process.WaitForExit();
        return process.ExitCode;
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int setrlimit(int resource, ulong* limit);
}

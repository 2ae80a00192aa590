namespace RuntimeWorkBench;

/// <summary>CPU time of this process's threads by their names, from the kernel.</summary>
internal static class TaskTimes
{
    /// <summary>Milliseconds of all threads whose name is one of these.</summary>
    public static double Of(params ReadOnlySpan<string> names)
    {
        double sum = 0;
        foreach (string task in Directory.GetDirectories("/proc/self/task"))
        {
            try
            {
                string name = File.ReadAllText(Path.Combine(task, "comm")).TrimEnd('\n');
                sum += names.Contains(name) ? Nanoseconds(task) / 1e6 : 0;
            }
            catch (IOException)
            {
                // Ended since.
            }
        }

        return sum;
    }

    /// <summary>Milliseconds that the calling thread had a processor, and those that it waited for one.</summary>
    public static (double Running, double Waiting) OfThisThread() =>
        (Nanoseconds("/proc/thread-self") / 1e6, Nanoseconds("/proc/thread-self", field: 1) / 1e6);

    // schedstat: nanoseconds on a processor, nanoseconds waiting for one, turns.
    private static double Nanoseconds(string task, int field = 0) =>
        double.Parse(File.ReadAllText(Path.Combine(task, "schedstat")).Split(' ')[field], System.Globalization.CultureInfo.InvariantCulture);
}

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

    /// <summary>Milliseconds of the calling thread.</summary>
    public static double OfThisThread() => Nanoseconds("/proc/thread-self") / 1e6;

    // The first number is the time on a processor, in nanoseconds.
    private static double Nanoseconds(string task) =>
        double.Parse(File.ReadAllText(Path.Combine(task, "schedstat")).Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
}

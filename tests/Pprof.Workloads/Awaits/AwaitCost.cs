using System.Diagnostics;

namespace Pprof.Workloads.Awaits;

/// <summary>Takes profiles of the trees with both kinds of stacks, and prints what they say of themselves.</summary>
internal static class AwaitCost
{
    private const int Roots = 3;

    /// <param name="seconds">Of each profile.</param>
    /// <param name="frequency">Of samples.</param>
    /// <param name="way">The one way to be suspended, 1 for a delay; null for all.</param>
    public static int Report(int seconds, int frequency, int? way)
    {
        Suspension.Only = way;
        AwaitTree.Start(Roots);
        foreach (CpuProfileStacks stacks in (CpuProfileStacks[])[CpuProfileStacks.Physical, CpuProfileStacks.Logical, CpuProfileStacks.Physical, CpuProfileStacks.Logical])
        {
            using MemoryStream file = new();
            TimeSpan before = Process.GetCurrentProcess().TotalProcessorTime;
            using (CpuProfile.Start(file, new CpuProfileOptions { Frequency = frequency, Stacks = stacks }))
            {
                Thread.Sleep(TimeSpan.FromSeconds(seconds));
            }

            file.Position = 0;
            Console.WriteLine($"{stacks}: {(Process.GetCurrentProcess().TotalProcessorTime - before).TotalMilliseconds:0} ms");
            foreach (string line in new StreamReader(new System.IO.Compression.GZipStream(file, System.IO.Compression.CompressionMode.Decompress)).ReadToEnd()
                .Split(['\0', '\n', '\x32']).Where(text => text.Contains("lost:", StringComparison.Ordinal) || text.Contains("logical stacks", StringComparison.Ordinal) || text.Contains("own threads used", StringComparison.Ordinal)))
            {
                Console.WriteLine("  " + line);
            }
        }

        return 0;
    }
}

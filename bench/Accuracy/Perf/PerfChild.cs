using System.Globalization;
using BenchCommon.Load;
using Pprof;
using Pprof.Profiles.Cpu;

namespace Accuracy.Perf;

/// <summary>The process that both profilers look at. It is told what to do through its standard input.</summary>
internal static class PerfChild
{
    public const string Argument = "--perf-child";

    /// <summary>Prints "ready" when warm; after a line of input profiles itself into <paramref name="file"/>, prints "done", and runs on until the next.</summary>
    public static int Run(string seconds, string file)
    {
        // perf shows the functions of our threads too.
        SampleWork.ShowsOwnThreads = true;
        using LoadThreads load = new(2);
        Thread.Sleep(8000);
        Console.WriteLine("ready");
        Console.ReadLine();
        using (FileStream stream = File.Create(file))
        using (CpuProfile.Start(stream))
        {
            Thread.Sleep(TimeSpan.FromSeconds(double.Parse(seconds, CultureInfo.InvariantCulture)));
        }

        Console.WriteLine("done");
        Console.ReadLine();
        return 0;
    }
}

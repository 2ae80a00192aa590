using BenchCommon;
using Overhead;
using Pprof;

if (args is [MemoryBench.ChildArgument])
{
    return MemoryBench.RunChild();
}

if (Options.Parse(args) is not { } options)
{
    Console.Error.WriteLine("Usage: dotnet run -c Release --project bench/Overhead [-- --short] [--no-peer] [--pairs=N]");
    return 2;
}

if (!CpuProfile.IsSupported)
{
    Console.Error.WriteLine(CpuProfile.NotSupportedReason);
    return 1;
}

string command = string.Join(' ', ["dotnet run -c Release --project bench/Overhead", .. args.Length > 0 ? ["--", .. args] : args]);
ResultFile results = new(args.Contains("--short") ? "overhead-short" : "overhead", "What CPU profiling costs the program", command);
results.Add("Start and Stop", StartStopBench.Explanation, StartStopBench.Run(options));
results.Add("Throughput while profiling, 2 threads", ThroughputBench.Explanation, ThroughputBench.Run(2, options));
results.Add("Memory with 1,000 threads", MemoryBench.Explanation, MemoryBench.Run());
if (options.PeerRounds > 0)
{
    results.Add("The same load under dotnet-trace, 2 threads", PeerBench.Explanation, await PeerBench.RunAsync(2, options));
}

results.Add("Throughput while profiling, 200 threads", "As above.", ThroughputBench.Run(200, options));
if (options.PeerRounds > 0)
{
    results.Add("The same load under dotnet-trace, 200 threads", "As above.", await PeerBench.RunAsync(200, options));
}

return 0;

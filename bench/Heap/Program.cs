using BenchCommon;
using Heap;

switch (args)
{
    case [WriteBench.ChildArgument, string way]: return WriteBench.RunChild(way);
    case [AttachedBench.ChildArgument, string spins, string wasOn]: return AttachedBench.RunChild(spins, wasOn);
}

if (Options.Parse(args) is not { } options)
{
    Console.Error.WriteLine("Usage: dotnet run -c Release --project bench/Heap [-- --short] [--no-peer] [--pairs=N] [--way=Off|Agent|GcEvents]");
    return 2;
}

string command = string.Join(' ', ["dotnet run -c Release --project bench/Heap", .. args.Length > 0 ? ["--", .. args] : args]);
ResultFile results = new(args.Contains("--short") ? "heap-short" : "heap", "What heap profiling costs the program", command);
results.Add("Throughput", ThroughputBench.Explanation, ThroughputBench.Run(options));
results.Add("Switched off again", AttachedBench.Explanation, AttachedBench.Run(options));
results.Add("Writing and memory", WriteBench.Explanation, WriteBench.Run(options));
if (options.PeerRounds > 0)
{
    results.Add("The same load under dotnet-trace", PeerBench.Explanation, await PeerBench.RunAsync(options));
}

return 0;

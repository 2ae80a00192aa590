using Accuracy;
using Accuracy.Perf;
using Accuracy.Slope;
using Accuracy.Totals;
using Accuracy.Trees;
using BenchCommon;
using Pprof;

if (args is [PerfChild.Argument, string seconds, string file])
{
    return PerfChild.Run(seconds, file);
}

if (Options.Parse(args) is not { } options)
{
    Console.Error.WriteLine("Usage: dotnet run -c Release --project bench/Accuracy [-- --short] [--only=totals|slope|stacks|perf]");
    return 2;
}

if (!CpuProfile.IsSupported)
{
    Console.Error.WriteLine(CpuProfile.NotSupportedReason);
    return 1;
}

string command = string.Join(' ', ["dotnet run -c Release --project bench/Accuracy", .. args.Length > 0 ? ["--", .. args] : args]);
ResultFile results = new(options.ResultName, "How true the CPU profile is", command);
if (options.Includes("totals"))
{
    results.Add("CPU time in the profile / CPU time of the process", TotalsBench.Explanation, TotalsBench.Run(options));
}

if (options.Includes("slope"))
{
    results.Add("Work reported / work injected", SlopeBench.Explanation, SlopeBench.Run(options));
}

if (options.Includes("stacks"))
{
    results.Add("Known call trees", TreeBench.Explanation, TreeBench.Run(options));
    results.Add("Whole stacks", WholeStackBench.Explanation, WholeStackBench.Run(options));
}

if (options.Includes("perf"))
{
    results.Add("Self time against perf", PerfBench.Explanation, PerfBench.Run(options));
}

return 0;

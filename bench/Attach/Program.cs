using Attach;
using BenchCommon;

if (args is [Target.ChildArgument])
{
    Target.RunChild();
    return 0;
}

int rounds = args.Contains("--short") ? 2 : 5;
string command = string.Join(' ', ["dotnet run -c Release --project bench/Attach", .. args.Length > 0 ? ["--", .. args] : args]);
ResultFile results = new(args.Contains("--short") ? "attach-short" : "attach", "What it takes to look at a running process with the tool", command);
results.Add("Five seconds of CPU profile of a process that was never looked at", AttachBench.Explanation, AttachBench.Run(rounds));
return 0;

using BenchCommon;
using Profiles;
using Profiles.Custom;
using Profiles.Events;
using Profiles.Labels;
using Profiles.Tasks;
using Profiles.Threads;

// What the operations of profiles cost, one table for each bench. Arguments: --short, and words that the names of benches must contain.
string[] words = [.. args.Where(argument => !argument.StartsWith('-'))];
if (args.Except(words).Except(["--short"]).Any())
{
    Console.Error.WriteLine("Usage: dotnet run -c Release --project bench/Profiles [-- --short] [words of bench names]");
    return 2;
}

Effort effort = args.Contains("--short") ? new Effort(Rounds: 7) : new Effort(Rounds: 100);
IBench[] benches = [new AddBench(), new AddThreadsBench(), new AddDynamicBench(), new WriteBench(), new GoroutineBench(), new ThreadStartBench(), new CollectBench(), new LeakBench(), new TrackingBench(), new PushBench(), new AwaitBench(), new ExceptionBench(), new LockBench()];
string name = string.Join('-', ["profiles", .. args.Contains("--short") ? ["short"] : Array.Empty<string>(), .. words]);
ResultFile results = new(name, "What profiles cost", string.Join(' ', ["dotnet run -c Release --project bench/Profiles", .. args.Length > 0 ? ["--", .. args] : args]));
foreach (IBench bench in benches.Where(bench => words.All(word => bench.Name.Contains(word, StringComparison.OrdinalIgnoreCase))))
{
    results.Add(bench.Name, bench.Explanation, bench.Run(effort));
}

return 0;

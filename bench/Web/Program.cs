using BenchCommon;
using WebBench;

if (args is [Server.ChildArgument])
{
    return await Server.RunAsync();
}

bool isShort = args.Contains("--short");
int rounds = Number("--rounds") ?? (isShort ? 2 : 12);
int seconds = Number("--seconds") ?? (isShort ? 4 : 10);
if (args.Any(argument => argument != "--short" && argument.Split('=') is not ["--rounds" or "--seconds", _]) || rounds < 1 || seconds < 3)
{
    Console.Error.WriteLine("Usage: dotnet run -c Release --project bench/Web [-- --short] [--rounds=N] [--seconds=N]");
    return 2;
}

if (!Wrk.IsInstalled)
{
    Console.Error.WriteLine("'wrk' is not installed (apt-get install wrk).");
    return 1;
}

string command = string.Join(' ', ["dotnet run -c Release --project bench/Web", .. args.Length > 0 ? ["--", .. args] : args]);
ResultFile results = new(isShort ? "web-short" : "web", "What profiling costs a web server", command);
results.Add("Requests per second", ThroughputBench.Explanation, await ThroughputBench.RunAsync(rounds, seconds));
return 0;

int? Number(string option) =>
    args.Select(argument => argument.Split('=')).Where(parts => parts[0] == option).Select(parts => int.TryParse(parts[^1], out int number) ? number : 0).Cast<int?>().LastOrDefault();

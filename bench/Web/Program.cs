using BenchCommon;
using WebBench;

if (args is [Server.ChildArgument])
{
    return await Server.RunAsync();
}

bool isShort = args.Contains("--short");
if (args.Any(argument => argument != "--short"))
{
    Console.Error.WriteLine("Usage: dotnet run -c Release --project bench/Web [-- --short]");
    return 2;
}

if (!Wrk.IsInstalled)
{
    Console.Error.WriteLine("'wrk' is not installed (apt-get install wrk).");
    return 1;
}

string command = "dotnet run -c Release --project bench/Web" + (isShort ? " -- --short" : "");
ResultFile results = new(isShort ? "web-short" : "web", "What profiling costs a web server", command);
results.Add("Requests per second", ThroughputBench.Explanation, await ThroughputBench.RunAsync(isShort ? 2 : 12, isShort ? 3 : 10));
return 0;

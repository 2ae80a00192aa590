using Pprof.Tool.Targets;

// Programs that know nothing of the profiler. Each says "ready", works until a line or the end comes from its input, and then says what it knows of itself.
switch (args)
{
    case ["loop"]:
        Loop.Run();
        break;
    case ["web"]:
        await WebServer.RunAsync();
        break;
    case ["quit", string code]:
        Environment.Exit(BriefWork.Run(int.Parse(code)));
        break;
    case ["idle"]:
        Console.WriteLine("ready");
        Console.ReadLine();
        break;
}

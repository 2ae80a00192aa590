using RuntimeWorkBench;

switch (args)
{
    case ["truth", string kind, string seconds]:
        return TruthChild.Run(kind, double.Parse(seconds, System.Globalization.CultureInfo.InvariantCulture));
    case ["cold-child", string threads, string seconds]:
        return ColdChild.Run(int.Parse(threads, null), double.Parse(seconds, System.Globalization.CultureInfo.InvariantCulture));
    case ["accuracy", .. string[] rest]:
        return TruthBench.Run(rest);
    case ["cold", string processes, .. string[] variants] when variants.Length > 0 && variants.All(one => one.Contains('=', StringComparison.Ordinal)):
        return ColdBench.Run(int.Parse(processes, null), variants);
    default:
        Console.Error.WriteLine("""
            Usage: dotnet run -c Release --project bench/RuntimeWork -- accuracy [PATH-TO-dotnet ...]
                   dotnet run -c Release --project bench/RuntimeWork -- cold PROCESSES VARIANT=PATH-TO-Pprof.dll ...
            accuracy runs on this runtime and on those given (eng/runtimes lays out others below artifacts/dotnet).
            cold compares assemblies of the library, each with so many processes, in turn: bench/results/cold.md.
            """);
        return 2;
}

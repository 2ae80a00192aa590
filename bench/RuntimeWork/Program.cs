using RuntimeWorkBench;

switch (args)
{
    case ["truth", string kind, string seconds]:
        return TruthChild.Run(kind, double.Parse(seconds, System.Globalization.CultureInfo.InvariantCulture));
    case ["cold", string threads, string seconds]:
        return ColdChild.Run(int.Parse(threads, null), double.Parse(seconds, System.Globalization.CultureInfo.InvariantCulture));
    case ["accuracy", .. string[] rest]:
        return TruthBench.Run(rest);
    case ["cold-start", string variant, string assembly, .. string[] rest]:
        return ColdBench.Run(variant, assembly, rest);
    default:
        Console.Error.WriteLine("""
            Usage: dotnet run -c Release --project bench/RuntimeWork -- accuracy [PATH-TO-dotnet ...]
                   dotnet run -c Release --project bench/RuntimeWork -- cold-start VARIANT PATH-TO-Pprof.dll [PROCESSES]
            accuracy runs on this runtime and on those given (eng/runtimes lays out others below artifacts/dotnet).
            cold-start adds a variant to bench/results/cold-start.md: run it once for each assembly that is to be compared.
            """);
        return 2;
}

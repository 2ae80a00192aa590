using Pprof.Unwinding;
using Pprof.Workloads.Oracle;

// Programs of known shape, run as child processes of tests so that the runtime can be configured by environment.
switch (args)
{
    case ["oracle", string captures, string seed, ..]:
        OracleRun run = new OracleRun(StackUnwinder.Create(), int.Parse(seed, null)).Compare(int.Parse(captures, null));
        Console.WriteLine(run.Report());
        return run.Exact == run.Captures && run.AtRoot == run.Captures ? 0 : 1;
    default:
        Console.Error.WriteLine("usage: Pprof.Workloads oracle <captures> <seed>");
        return 2;
}

using BenchCommon;
using Pprof;

namespace Profiles.Tasks;

/// <summary>What async code pays for being listed.</summary>
internal sealed class TrackingBench : IBench
{
    private const int Turns = 20_000;

    public string Name => "Goroutine: async code while ProfileKinds.Tasks is on";

    public string Explanation =>
        "Nanoseconds for one turn of code that does nothing else, in turns with the switch off and on; the middle and, in brackets, the least. An operation is three async methods, suspended and resumed once. " +
        "While the switch is on the runtime puts each task into its table under a lock, takes it out again, and makes two objects more for each await.";

    public MarkdownTable Run(Effort effort)
    {
        MarkdownTable table = new("code", "off ns", "on ns", "ratio");
        AddRow(table, "a loop of Task.Yield", AsyncWork.Yields, effort.Rounds);
        AddRow(table, "operations", AsyncWork.Operations, effort.Rounds);
        return table;
    }

    private static void AddRow(MarkdownTable table, string code, Func<int, double> work, int rounds)
    {
        List<double> off = [], on = [];
        for (int i = -5; i < rounds; i++)
        {
            double without = work(Turns);
            Profiling.Enable(ProfileKinds.Tasks);
            double with = work(Turns);
            Profiling.Disable(ProfileKinds.Tasks);
            if (i >= 0)
            {
                off.Add(without);
                on.Add(with);
            }
        }

        table.Add(code, Cell.Nanoseconds(off), Cell.Nanoseconds(on), Cell.Ratio(on, off));
    }
}

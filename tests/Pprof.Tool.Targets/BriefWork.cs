namespace Pprof.Tool.Targets;

/// <summary>Works for a while and ends by itself.</summary>
internal static class BriefWork
{
    public static int Run(int code)
    {
        long end = Environment.TickCount64 + 700;
        double sum = 0;
        while (Environment.TickCount64 < end)
        {
            sum += Spend(end);
        }

        Console.WriteLine(sum > 0 ? "worked" : "did nothing");
        return code;
    }

    private static double Spend(double start) => Enumerable.Range(1, 100_000).Sum(i => Math.Sqrt(start + i));
}

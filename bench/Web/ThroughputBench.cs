using System.Globalization;
using BenchCommon;

namespace WebBench;

/// <summary>Requests per second with a kind of profiling, between two stretches without it.</summary>
internal static class ThroughputBench
{
    public const string Explanation =
        "`wrk` with 32 connections asks for a page that takes some lookups, a sort and a serializer, and leaves garbage, as fast as it is answered; both share the machine's cores. Each stretch with profiling stands between "
        + "two without, and its ratio is to the mean of these two. *On / off* is the median of the ratios with its 95 % interval; *off / off* is the same arithmetic with nothing switched on: what it is away from 1 is chance.";

    // Seconds of a profile in which there is no load: one before it and one behind.
    private const int Margin = 2;

    private static readonly (string Name, Func<ServerProcess, int, Task<double>> Measure)[] s_cases =
    [
        ("nothing (off / off)", (server, seconds) => Wrk.RunAsync(server.Load, seconds - Margin)),
        ("`profile?seconds=N`, 100 Hz", (server, seconds) => WithRequestAsync(server, seconds, "profile?seconds={0}")),
        ("`profile?seconds=N&hz=1000`", (server, seconds) => WithRequestAsync(server, seconds, "profile?seconds={0}&hz=1000")),
        ("heap sampling", WithHeapAsync),
    ];

    /// <param name="rounds">Pairs for each row.</param>
    /// <param name="seconds">Of each profile; the load lasts a little less.</param>
    public static async Task<MarkdownTable> RunAsync(int rounds, int seconds)
    {
        await using ServerProcess server = await ServerProcess.StartAsync();
        await WarmUpAsync(server, seconds);
        List<double>[] ratios = [.. s_cases.Select(_ => new List<double>())];
        List<double> off = [await Wrk.RunAsync(server.Load, seconds - Margin)];
        for (int round = 0; round < rounds; round++)
        {
            for (int i = 0; i < s_cases.Length; i++)
            {
                double on = await s_cases[i].Measure(server, seconds);
                off.Add(await Wrk.RunAsync(server.Load, seconds - Margin));
                ratios[i].Add(on / ((off[^2] + off[^1]) / 2));
            }
        }

        return Table(ratios, off, seconds);
    }

    // The first profile of a process compiles what later ones use, and so do the first requests.
    private static async Task WarmUpAsync(ServerProcess server, int seconds)
    {
        foreach ((string _, Func<ServerProcess, int, Task<double>> measure) in s_cases)
        {
            await measure(server, seconds);
        }
    }

    private static async Task<double> WithRequestAsync(ServerProcess server, int seconds, string path)
    {
        // It begins before the load and ends after it.
        Task<int> profile = server.ProfileAsync(string.Format(CultureInfo.InvariantCulture, path, seconds));
        await Task.Delay(TimeSpan.FromSeconds(Margin / 2));
        double rate = await Wrk.RunAsync(server.Load, seconds - Margin);
        await profile;
        return rate;
    }

    private static async Task<double> WithHeapAsync(ServerProcess server, int seconds)
    {
        await server.SetHeapAsync(true);
        double rate = await Wrk.RunAsync(server.Load, seconds - Margin);
        await server.SetHeapAsync(false);
        return rate;
    }

    private static MarkdownTable Table(List<double>[] ratios, List<double> off, int length)
    {
        MarkdownTable table = new("profiling", "on / off", "95 % interval", "pairs");
        for (int i = 0; i < s_cases.Length; i++)
        {
            (double low, double high) = Statistics.MedianInterval(ratios[i]);
            table.Add(s_cases[i].Name.Replace("=N", $"={length}", StringComparison.Ordinal), Text(Statistics.Median(ratios[i])), $"{Text(low)} to {Text(high)}", ratios[i].Count.ToString(CultureInfo.InvariantCulture));
        }

        return table.Add("requests per second without", Statistics.Median(off).ToString("N0", CultureInfo.InvariantCulture), "", off.Count.ToString(CultureInfo.InvariantCulture));
    }

    private static string Text(double ratio) => ratio.ToString("0.000", CultureInfo.InvariantCulture);
}

using System.Diagnostics;
using Quickstart.Work;

namespace Quickstart;

/// <summary>What a server does all day, in small: every kind of work on a thread of its own, for a few seconds.</summary>
internal static class Workload
{
    public static readonly TimeSpan Duration = TimeSpan.FromSeconds(4);

    private static readonly (string Name, Action<Corpus> Round)[] s_work =
    [
        ("words", WordCount.Run),
        ("patterns", LogPatterns.Run),
        ("packing", Packing.Run),
        ("json", Documents.Run),
        ("waves", Waves.Run),
        ("careless", CarelessParser.Run),
        ("pipeline", corpus => Pipeline.RunAsync(corpus).GetAwaiter().GetResult()),
    ];

    public static void Run(Corpus corpus)
    {
        Stopwatch clock = Stopwatch.StartNew();
        Thread[] threads = [.. s_work.Select(work => new Thread(() => Repeat(work.Round, corpus, clock)) { Name = work.Name })];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
    }

    private static void Repeat(Action<Corpus> round, Corpus corpus, Stopwatch clock)
    {
        while (clock.Elapsed < Duration)
        {
            round(corpus);
        }
    }
}

using System.Diagnostics;

namespace Pprof.Soak.Sleepers;

/// <summary>Which threads there are besides those that sleep.</summary>
/// <param name="Cores">Processors that the process may use.</param>
/// <param name="WithShortThreads">Threads of a millisecond, one after the other.</param>
internal sealed record Scene(int Cores, bool WithShortThreads)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_shortLife = TimeSpan.FromMilliseconds(1);

    public static IReadOnlyList<Scene> All { get; } = [new(2, false), new(2, true), new(1, false), new(1, true)];

    public override string ToString() => $"{Cores} {(Cores == 1 ? "core" : "cores")}, {(WithShortThreads ? "short-lived threads" : "no short-lived threads")}";

    /// <summary>
    /// Every call on three threads: started before the disturbance, after it, and after threads that compute without pause. The
    /// order matters to the kernel when it looks for a thread to take a signal.
    /// </summary>
    public IReadOnlyList<Sleeper> Play(Disturbance disturbance, TimeSpan duration)
    {
        List<Sleeper> sleepers = StartAll();
        using CancellationTokenSource end = new();
        List<Thread> busy = [];
        using (disturbance.Start([.. sleepers]))
        {
            sleepers.AddRange(StartAll());
            busy.AddRange(Enumerable.Range(0, Cores).Select(_ => Start(() => Compute(end.Token))));
            if (WithShortThreads)
            {
                busy.Add(Start(() => StartShortThreads(end.Token)));
            }

            sleepers.AddRange(StartAll());
            Thread.Sleep(duration);
        }

        end.Cancel();
        busy.ForEach(thread => thread.Join());
        return sleepers.All(sleeper => sleeper.End(s_patience)) ? sleepers : throw new TimeoutException("A call does not end.");
    }

    private static List<Sleeper> StartAll() => [.. SleepingCall.All.Select(call => new Sleeper(call))];

    private static Thread Start(Action action)
    {
        Thread thread = new(() => action());
        thread.Start();
        return thread;
    }

    private static void Compute(CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            Thread.SpinWait(1000);
        }
    }

    private static void StartShortThreads(CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            Start(() =>
            {
                long start = Stopwatch.GetTimestamp();
                while (Stopwatch.GetElapsedTime(start) < s_shortLife)
                {
                    Thread.SpinWait(100);
                }
            }).Join();
        }
    }
}

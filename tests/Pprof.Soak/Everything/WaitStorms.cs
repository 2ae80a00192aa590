namespace Pprof.Soak.Everything;

/// <summary>Threads that wait for one another, and async methods that do.</summary>
internal static class WaitStorms
{
    public static Storm[] All()
    {
        object gate = new();
        AutoResetEvent ping = new(false);
        AutoResetEvent pong = new(false);
        return
        [
            new("lock 1", () => Contend(gate)),
            new("lock 2", () => Contend(gate)),
            new("waits", () => WaitHandle.SignalAndWait(ping, pong, 100, exitContext: false)),
            new("waits of the other", () => WaitHandle.SignalAndWait(pong, ping, 100, exitContext: false)),
            new("async methods", () => AwaitAsync(5).GetAwaiter().GetResult()),
            new("values of a profile", AddAndRemove),
        ];
    }

    private static void Contend(object gate)
    {
        lock (gate)
        {
            Thread.SpinWait(500);
            Thread.Yield();
        }
    }

    private static async Task<int> AwaitAsync(int depth)
    {
        await Task.Delay(1);
        return depth == 0 ? 0 : await AwaitAsync(depth - 1) + 1;
    }

    private static void AddAndRemove()
    {
        Profile held = Profile.Lookup("soak.held") ?? Profile.Create("soak.held");
        object value = new();
        held.Add(value);
        held.Remove(value);
    }
}

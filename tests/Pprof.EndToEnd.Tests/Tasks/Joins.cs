namespace Pprof.EndToEnd.Tests.Tasks;

/// <summary>Operations that come together, fork, or pass through something that is no async method.</summary>
internal static class Joins
{
    public static async Task All(Task one, Task two) => await Task.WhenAll(Methods.Inner(one), Methods.Configured(two)).Here();

    public static async Task<int[]> AllResults(Task gate) => await Task.WhenAll(Methods.Middle(gate), Methods.Middle(gate)).Here();

    public static async Task Any(Task gate, CancellationToken cancel) => await Task.WhenAny(Methods.Inner(gate), Methods.Delayed(cancel)).Here();

    public static async Task Run(Task gate) => await Task.Run(async () => await Methods.Inner(gate)).Here();

    public static async Task RunBlocking(ManualResetEventSlim gate) => await Task.Run(() => Block(gate)).Here();

    public static void Block(ManualResetEventSlim gate) => gate.Wait();

    public static async Task Continued(Task gate) => await Methods.Inner(gate).ContinueWith(Next, TaskScheduler.Default).Here();

    public static void Next(Task task)
    {
    }

    public static async Task First(Task shared) => await shared.Here();

    public static async Task Second(Task shared) => await shared.Here();

    public static async Task Both(Task shared) => await Task.WhenAll(First(shared), Second(shared)).Here();

    public static async Task Custom(Task gate) => await new OwnAwaiter(Methods.Inner(gate)).Here();

    public static async Task WithTimeout(Task gate) => await Methods.Inner(gate).WaitAsync(TimeSpan.FromDays(1)).Here();

    public static async Task Recursive(Task gate, int depth) => await (depth == 0 ? gate : Recursive(gate, depth - 1)).Here();

    public static async Task Diamonds(Task gate, int depth)
    {
        Task inner = depth == 0 ? gate : Diamonds(gate, depth - 1);
        await Task.WhenAll(First(inner), Second(inner)).Here();
    }
}

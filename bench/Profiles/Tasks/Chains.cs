namespace Profiles.Tasks;

/// <summary>Async operations that wait until they are told to end, each of three methods above a delay: four tasks of the runtime's table.</summary>
internal sealed class Chains : IDisposable
{
    public const int TasksEach = 4;

    private readonly CancellationTokenSource _end = new();
    private readonly Task[] _chains;

    public Chains(int count)
    {
        _chains = new Task[count];
        for (int i = 0; i < count; i++)
        {
            _chains[i] = Outer(_end.Token);
        }
    }

    public void Dispose()
    {
        _end.Cancel();
        Task.WaitAll(_chains);
        _end.Dispose();
    }

    private static async Task Outer(CancellationToken end) => await Middle(end);

    private static async Task Middle(CancellationToken end) => await Inner(end);

    private static async Task Inner(CancellationToken end)
    {
        await Task.Delay(Timeout.Infinite, end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}

using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Pprof.EndToEnd.Tests.Tasks;

/// <summary>Async methods of every shape, each suspended until its gate opens.</summary>
internal static class Methods
{
    public static async Task Inner(Task gate)
    {
        await Task.CompletedTask;
        await gate.Here();
    }

    public static async Task<int> Middle(Task gate)
    {
        await Inner(gate).Here();
        return 1;
    }

    public static async Task Outer(Task gate)
    {
        int sum = 0;
        sum += await Middle(gate)
            .Here();
        await Task.Delay(sum - sum);
    }

    public static async Task Await(Task task) => await task.Here();

    public static async Task Configured(Task gate) => await Inner(gate).ConfigureAwait(false).Here();

    public static async ValueTask<int> ValueInner(Task gate)
    {
        await gate.Here();
        return 1;
    }

    public static async ValueTask ValueOuter(Task gate)
    {
        _ = await ValueInner(gate.Here());
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public static async ValueTask<int> PooledInner(Task gate)
    {
        await gate.Here();
        return 1;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public static async ValueTask PooledMiddle(Task gate) => await PooledInner(gate.Here());

    public static async Task PooledOuter(Task gate) => await PooledMiddle(gate.Here());

    public static async Task AsTaskOuter(Task gate) => await PooledInner(gate.Here()).AsTask();

    public static async void Void(Task gate) => await Inner(gate).Here();

    public static async Task Generic<T>(T gate)
        where T : Task => await gate.Here();

    public static async IAsyncEnumerable<int> Numbers(Task gate)
    {
        yield return 1;
        await gate.Here();
        yield return 2;
    }

    public static async Task Consumer(Task gate)
    {
        await foreach (int number in Numbers(gate).Here())
        {
            await Task.FromResult(number);
        }
    }

    public static async Task Delayed(CancellationToken cancel)
    {
        try
        {
            await Task.Delay(Timeout.Infinite, cancel).Here();
        }
        catch (OperationCanceledException)
        {
        }
    }

    public static async Task Tried(Task gate)
    {
        try
        {
            await Task.Yield();
            throw new InvalidOperationException();
        }
        catch (InvalidOperationException)
        {
            await gate.Here();
        }
        finally
        {
            await Task.Yield();
        }
    }

    public static async Task Semaphore(SemaphoreSlim semaphore) => await semaphore.WaitAsync().Here();

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public static async ValueTask<int> PooledRead(ChannelReader<int> reader) => await reader.Here().ReadAsync();

    public static async Task<int> Read(ChannelReader<int> reader) => await PooledRead(reader.Here());
}

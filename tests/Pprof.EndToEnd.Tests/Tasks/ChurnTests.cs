using Pprof.Profiles.Operations;
using Pprof.Unwinding;
using Xunit;

namespace Pprof.EndToEnd.Tests.Tasks;

/// <summary>Operations are listed while they start, complete and fail on all threads, and the garbage collector moves them.</summary>
public sealed class ChurnTests : IDisposable
{
    private const int Lists = 150;

    private readonly CancellationTokenSource _end = new();
    private long _completed;

    public void Dispose()
    {
        Profiling.Disable(ProfileKinds.Tasks);
        _end.Dispose();
    }

    [Fact]
    public async Task Lists_made_while_async_code_churns_are_well_formed_and_nothing_is_left_afterwards()
    {
        Profiling.Enable(ProfileKinds.Tasks);
        Task[] load = [.. Enumerable.Range(0, 8).Select(seed => Task.Run(() => ChurnAsync(seed), TestContext.Current.CancellationToken))];
        Task collector = Task.Run(CollectGarbage, TestContext.Current.CancellationToken);

        int[] seen = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(List, TestContext.Current.CancellationToken)));
        await _end.CancelAsync();
        await Task.WhenAll([.. load, collector]);

        Assert.All(seen, count => Assert.True(count > 0));
        Assert.True(Interlocked.Read(ref _completed) > 100);
        Assert.Empty(OperationText.Of("Outer"));
    }

    private static int List()
    {
        int seen = 0;
        for (int i = 0; i < Lists; i++)
        {
            foreach (AsyncOperation operation in AsyncOperations.Collect())
            {
                Assert.InRange(operation.Frames.Length, 1, ChainWalk.MostFrames + 1);
                Assert.All(operation.Frames.ToArray(), frame => Assert.True(frame.Kind is CodeKind.Known or CodeKind.Marker or CodeKind.Managed));
                Assert.True(operation.Count > 0);
                seen++;
            }
        }

        return seen;
    }

    private async Task ChurnAsync(int seed)
    {
        Random random = new(seed);
        while (!_end.IsCancellationRequested)
        {
            TaskCompletionSource source = new(random.Next(2) == 0 ? TaskCreationOptions.None : TaskCreationOptions.RunContinuationsAsynchronously);
            Task operation = random.Next(7) switch
            {
                0 => Methods.Outer(source.Task),
                1 => Methods.PooledOuter(source.Task),
                2 => Methods.Consumer(source.Task),
                3 => Joins.AllResults(source.Task),
                4 => Joins.Diamonds(source.Task, 3),
                5 => Joins.Continued(source.Task),
                _ => Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Methods.AsTaskOuter(source.Task)).ToArray()),
            };
            await Task.Yield();
            Complete(source, random.Next(3));
            await operation.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Interlocked.Increment(ref _completed);
        }
    }

    private static void Complete(TaskCompletionSource source, int how)
    {
        switch (how)
        {
            case 0:
                source.SetException(new InvalidOperationException());
                break;
            case 1:
                source.SetCanceled();
                break;
            default:
                source.SetResult();
                break;
        }
    }

    private async Task CollectGarbage()
    {
        while (!_end.IsCancellationRequested)
        {
            GC.Collect(0);
            GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
            await Task.Yield();
        }
    }
}

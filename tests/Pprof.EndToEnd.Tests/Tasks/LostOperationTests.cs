using System.Globalization;
using Pprof.Profiles.Operations;
using Pprof.TestSupport;
using Xunit;

namespace Pprof.EndToEnd.Tests.Tasks;

/// <summary>The profile <c>goroutineleak</c>: what nothing can complete is found with its line, and nothing else is.</summary>
public sealed class LostOperationTests : IClassFixture<TaskTrackingFixture>
{
    private const string Own = "Pprof.EndToEnd.Tests.Tasks.";

    [Fact]
    public void Each_way_to_lose_an_operation_is_found_with_the_line_of_its_await()
    {
        LostMethods.Start(
            10,
            LostMethods.ForgottenSource, LostMethods.DeadReader, LostMethods.LostSemaphore, LostMethods.EventNeverSet, LostMethods.OuterOfLost, LostMethods.JoinOfLost);

        string[] found = Found();

        Assert.Equal(
            [
                "LostMethods.DeadReader:await 10",
                "LostMethods.EventNeverSet:await 10",
                "LostMethods.ForgottenSource:await 10",
                "LostMethods.JoinOfLost:await;LostMethods.ForgottenSource:await 10",
                "LostMethods.LostSemaphore:await 10",
                "LostMethods.OuterOfLost:await;LostMethods.ForgottenSource:await 10",
            ],
            found.Where(line => line.Contains(nameof(LostMethods), StringComparison.Ordinal)));
        Assert.Equal(found, Found());
        Assert.Empty(OperationText.Of(nameof(LostMethods.ForgottenSource)));
    }

    [Fact]
    public void Ten_thousand_operations_that_wait_for_timers_sockets_files_and_locks_are_not()
    {
        using LiveOperations live = new();
        live.Start(10_000);

        Assert.DoesNotContain(Found(), line => line.Contains(nameof(LiveOperations), StringComparison.Ordinal));
        Assert.True(live.Started > 10_000);
        live.Dispose();
        Patience.Until("all go on as if nothing had been", () => live.Completed == live.Started);
    }

    [Fact]
    public void What_a_finalizer_completes_is_not_lost()
    {
        LostMethods.Start(20, LostMethods.CompletedByFinalizer);

        Assert.DoesNotContain(Found(), line => line.Contains(nameof(LostMethods.CompletedByFinalizer), StringComparison.Ordinal));
    }

    [Fact]
    public void What_a_list_still_holds_is_not_reported_until_it_is_dropped()
    {
        List<Task> kept = [];
        LostMethods.Start(1, () => Keep(kept));
        Assert.DoesNotContain(Found(), line => line.Contains(nameof(HeldOperation), StringComparison.Ordinal));

        kept.Clear();

        Patience.Until("it is found", () => Found().Any(line => line.Contains(nameof(HeldOperation), StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Under_load_and_beside_goroutine_from_four_threads_the_lost_are_found_and_no_other()
    {
        using CancellationTokenSource end = new();
        CancellationToken cancel = TestContext.Current.CancellationToken;
        Task[] load = [.. Enumerable.Range(0, 4).Select(_ => Task.Run(() => ComeAndGo(end.Token), cancel))];
        Task[] lists = [.. Enumerable.Range(0, 4).Select(_ => Task.Run(() => ListUntil(end.Token), cancel))];
        try
        {
            for (int i = 1; i <= 5; i++)
            {
                LostMethods.Start(40, UnderLoad);
                Patience.Until("all are found", () => CountOf(nameof(UnderLoad)) == 40 * i);
            }
        }
        finally
        {
            await end.CancelAsync();
            await Task.WhenAll([.. load, .. lists]);
        }

        Assert.DoesNotContain(Found(), line => line.Contains(nameof(ComeAndGo), StringComparison.Ordinal));
        Assert.Empty(OperationText.Of(nameof(ComeAndGo)));
    }

    private static Task Keep(List<Task> kept)
    {
        kept.Add(HeldOperation());
        return kept[0];
    }

    private static async Task UnderLoad() => await new TaskCompletionSource().Task.Here();

    private static async Task HeldOperation() => await new TaskCompletionSource().Task.Here();

    // Operations end while it is looked for lost ones, in every way, and are garbage right afterwards.
    private static async Task ComeAndGo(CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            using CancellationTokenSource cancel = new(1);
            TaskCompletionSource source = new(TaskCreationOptions.RunContinuationsAsynchronously);
            Task[] some = [Methods.Outer(source.Task), Methods.PooledOuter(source.Task), Task.Delay(1, CancellationToken.None), Task.Delay(Timeout.Infinite, cancel.Token)];
            await Task.Yield();
            source.SetResult();
            await Task.WhenAll(some).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static void ListUntil(CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            Assert.NotNull(AsyncOperations.Collect());
            Thread.Sleep(1);
        }
    }

    private static long CountOf(string method) =>
        FoldedStacks.Of(Read(), Own).Where(stack => stack.Key.Contains(method, StringComparison.Ordinal)).Sum(stack => stack.Value);

    // Root first, a frame's line said by whether it is that of the await.
    private static string[] Found() =>
        [.. FoldedStacks.Of(Read(), Own, withLines: true).Select(stack => $"{Readable(stack.Key)} {stack.Value}").Order(StringComparer.Ordinal)];

    private static string Readable(string stack) => string.Join(';', stack.Split(';').Select(frame =>
        frame.Split(':') is [var name, var line] && Places.IsAwaitOf(name.Split('.')[^1], int.Parse(line, CultureInfo.InvariantCulture)) ? $"{name}:await" : frame));

    private static TestSupport.Proto.Profile Read()
    {
        using MemoryStream stream = new();
        Profile.Lookup("goroutineleak")!.WriteTo(stream);
        return ProfileOracle.AssertValid(stream);
    }
}

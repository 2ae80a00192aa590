using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Pprof.TestSupport;
using Xunit;

namespace Pprof.EndToEnd.Tests.Tasks;

/// <summary>In the form for people an async chain stands below the thread that runs it, or that can do nothing until it ends.</summary>
public sealed class OperationsBelowThreadsTests : IClassFixture<TaskTrackingFixture>
{
    [Fact]
    public void Chain_that_a_thread_is_blocked_on_stands_below_it()
    {
        using Gate gate = new();
        Thread blocked = Start(() => Methods.Outer(gate.Task).Wait());

        string[] below = Eventually(() => BelowThread(blocked.ManagedThreadId, "waits for task "));

        Assert.Matches(@"\[awaiting task completion source(, \d+ \w+)?\]:$", below[0]);
        Assert.Equal(["[task completion source]", Method("Inner"), Method("Middle"), Method("Outer"), "[thread blocked in Task.Wait]"], Frames(below));
        Assert.Equal(1, Count(Text(), "Methods.Inner"));
    }

    [Fact]
    public void In_the_profile_a_chain_that_a_thread_is_blocked_on_goes_on_with_the_stack_of_that_thread()
    {
        using Gate gate = new();
        Start(() => BlockOn(Methods.Middle(gate.Task)));

        Patience.Until("the chain leads to the thread", () => Stacks().Any(names =>
            Array.IndexOf(names, "[thread blocked in Task.Wait]") is > 0 and var end
            && names[end - 1] == Method("Middle")
            && names.Skip(end).Any(name => name.EndsWith(nameof(BlockOn), StringComparison.Ordinal))));
    }

    private static void BlockOn(Task<int> task) => _ = task.Result;

    private static string[][] Stacks()
    {
        using MemoryStream stream = new();
        Profile.Lookup("goroutine")!.WriteTo(stream);
        TestSupport.Proto.Profile profile = ProfileOracle.AssertValid(stream);
        return [.. profile.Sample.Select(sample => ProfileOracle.Names(profile, sample).ToArray())];
    }

    [Fact]
    public async Task Chain_that_a_thread_runs_stands_below_it()
    {
        using ManualResetEventSlim end = new();
        StrongBox<int> id = new();
        Task outer = CallsBack(id, end);

        string[] below = Eventually(() => BelowThread(Volatile.Read(ref id.Value), "runs task "));
        end.Set();
        await outer;

        Assert.Matches(@"\[running(, started \d+ \w+ ago)?\]:$", below[0]);
#if RUNTIME_ASYNC
        // One task for both; what it was suspended at is gone when it runs, so only the thread's own frames tell.
        Assert.Equal(["[resumed async method]"], Frames(below));
#else
        Assert.Equal([nameof(Resumed), nameof(CallsBack)], Frames(below).Select(name => name.Split('.')[^1]));
#endif
    }

    [Fact]
    public async Task Work_that_a_thread_of_the_pool_runs_for_an_async_method_stands_below_it()
    {
        using ManualResetEventSlim end = new();
        StrongBox<int> id = new();
        Task outer = RunsOnThePool(id, end);

        string[] below = Eventually(() => BelowThread(Volatile.Read(ref id.Value), "runs task "));
        end.Set();
        await outer;

        Assert.EndsWith(nameof(RunsOnThePool), Frames(below)[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Garbage_collections_do_not_separate_them_for_long()
    {
        using Gate gate = new();
        Thread blocked = Start(() => Methods.Outer(gate.Task).Wait());
        using CancellationTokenSource end = new();
        Thread collector = new(() =>
        {
            while (!end.IsCancellationRequested)
            {
                GC.Collect(0, GCCollectionMode.Forced, blocking: true);
                Thread.Yield();
            }
        });
        collector.Start();
        try
        {
            Eventually(() => BelowThread(blocked.ManagedThreadId, "waits for task "));
        }
        finally
        {
            end.Cancel();
            collector.Join();
        }
    }

    private static async Task CallsBack(StrongBox<int> id, ManualResetEventSlim end) => await Resumed(id, end);

    private static async Task Resumed(StrongBox<int> id, ManualResetEventSlim end)
    {
        await Task.Yield();
        Volatile.Write(ref id.Value, Environment.CurrentManagedThreadId);
        end.Wait();
    }

    private static async Task RunsOnThePool(StrongBox<int> id, ManualResetEventSlim end) => await Task.Run(() =>
    {
        Volatile.Write(ref id.Value, Environment.CurrentManagedThreadId);
        end.Wait();
    });

    private static Thread Start(ThreadStart run)
    {
        Thread thread = new(run) { IsBackground = true };
        thread.Start();
        return thread;
    }

    private static string Method(string name) => $"Pprof.EndToEnd.Tests.Tasks.Methods.{name}";

    /// <summary>The lines of the inner block that begins in this way; null when there is none yet.</summary>
    private static string[]? BelowThread(int id, string relation)
    {
        string header = string.Create(CultureInfo.InvariantCulture, $"thread {id} [");
        string? block = Text().Split("\n\n").FirstOrDefault(block => block.StartsWith(header, StringComparison.Ordinal));
        string[] lines = [.. (block ?? "").Split('\n').SkipWhile(line => !line.StartsWith($"   {relation}", StringComparison.Ordinal))];
        return lines.Length == 0 ? null : [lines[0], .. lines.Skip(1).TakeWhile(line => line.StartsWith("      at ", StringComparison.Ordinal))];
    }

    private static string[] Frames(string[] below) => [.. below.Skip(1).Select(line => line.Trim()["at ".Length..].Split(" in /")[0])];

    private static int Count(string text, string part) => text.Split(part).Length - 1;

    private static string Text()
    {
        using MemoryStream stream = new();
        Profile.Lookup("goroutine")!.WriteTo(stream, debug: 2);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    // The thread is still on its way there at first.
    private static string[] Eventually(Func<string[]?> look)
    {
        Stopwatch watch = Stopwatch.StartNew();
        string[]? found = look();
        while (found is null)
        {
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(60), Text());
            Thread.Yield();
            found = look();
        }

        return found;
    }
}

using System.Runtime.CompilerServices;
using Pprof.Workloads.Oracle;

namespace Pprof.Workloads.CallKinds;

/// <summary>Stacks that begin on other threads: new ones, the pool's, the finalizer's; async methods before and after their awaits.</summary>
internal static class ThreadCalls
{
    private static int s_count;

    public static IEnumerable<CallKind> Kinds { get; } =
    [
        new("new thread", 2, OnNewThread),
        new("finalizer thread", 1, OnFinalizerThread),
        new("thread pool", 5, t => OnPool(t).GetAwaiter().GetResult()),
        new("async before the first await", BeforeAwait),
        new("async after an await", 5, t => AfterAwait(t).GetAwaiter().GetResult()),
        new("async catch", 5, t => CatchAfterAwait(t).GetAwaiter().GetResult()),
        new("async finally", 5, t => FinallyAfterAwait(t).GetAwaiter().GetResult()),
        new("value task chain", 5, t => ValueTaskChain(t, 3).AsTask().GetAwaiter().GetResult()),
    ];

    private static void OnNewThread(CallTree tree)
    {
        var thread = new Thread(tree.Next);
        thread.Start();
        thread.Join();
    }

    private static void OnFinalizerThread(CallTree tree)
    {
        Leave(tree);
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Leave(CallTree tree) => s_count += new Finalized(tree).GetHashCode() & 1;

    private static Task OnPool(CallTree tree) => Task.Run(tree.Next);

    private static void BeforeAwait(CallTree tree) => _ = CallThenAwait(tree);

    private static async Task CallThenAwait(CallTree tree)
    {
        tree.Next();
        await Task.CompletedTask;
        s_count++;
    }

    private static async Task AfterAwait(CallTree tree)
    {
        await Task.Yield();
        tree.Next();
        s_count++;
    }

    private static async Task CatchAfterAwait(CallTree tree)
    {
        try
        {
            await Fail();
        }
        catch (InvalidOperationException)
        {
            tree.Next();
        }
    }

    private static async Task Fail()
    {
        await Task.Yield();
        throw new InvalidOperationException();
    }

    private static async Task FinallyAfterAwait(CallTree tree)
    {
        try
        {
            await Task.Yield();
        }
        finally
        {
            tree.Next();
        }
    }

    private static async ValueTask<int> ValueTaskChain(CallTree tree, int depth)
    {
        if (depth > 0)
            return await ValueTaskChain(tree, depth - 1) + 1;
        await Task.Yield();
        tree.Next();
        return 1;
    }

    private sealed class Finalized(CallTree tree)
    {
        ~Finalized() => tree.Next();
    }
}

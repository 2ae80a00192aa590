using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using System.Threading.Tasks.Sources;
using Pprof.EndToEnd.Tests.Sampling;
using Pprof.EndToEnd.Tests.Tasks;

namespace Pprof.EndToEnd.Tests.Awaits;

/// <summary>
/// Async code of many forms. Each works for some CPU time after it was resumed, in a method whose name begins with the form's, and its callers' do too.
/// </summary>
internal static class AwaitForms
{
    public const long WorkNanoseconds = 120_000_000;

    private static volatile bool s_isDone;

    /// <summary>A form is over when its task is; that of an <c>async void</c> when it says so.</summary>
    public static IReadOnlyDictionary<string, Func<Task>> All { get; } = new Func<Task>[]
    {
        Chain, Void, Source, Pooled, Iterator, WhenAll, WhenAny, ContinueWith, Completion, Channels, ForEachAsync, Timers, WithoutContext, Awaitable, Several, Delegate, Blocked, Thrown, Scheduler,
    }.ToDictionary(form => form.Method.Name);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Work() => Load.Burn(WorkNanoseconds);

    private static async Task Chain() => await ChainMiddle();

    private static async Task<int> ChainMiddle()
    {
        await ChainInner();
        return 1;
    }

    private static async ValueTask ChainInner()
    {
        await Task.Yield();
        Work();
    }

    private static Task Void()
    {
        s_isDone = false;
        VoidInner();
        return Task.Run(() => SpinWait.SpinUntil(() => s_isDone));
    }

    private static async void VoidInner()
    {
        await Task.Yield();
        Work();
        s_isDone = true;
    }

    // Completed when somebody awaits it for sure.
    private static async Task Source()
    {
        ReusableSource source = new();
        Task waiting = SourceInner(source);
        ThreadPool.QueueUserWorkItem(static one => one.Complete(), source, preferLocal: false);
        await waiting;
    }

    private static async Task SourceInner(ReusableSource source)
    {
        await new ValueTask(source, source.Version);
        Work();
    }

    private static async Task Pooled() => await PooledInner();

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private static async ValueTask PooledInner()
    {
        await Task.Yield();
        Work();
    }

    private static async Task Iterator()
    {
        await foreach (int item in IteratorInner())
        {
            GC.KeepAlive(item);
        }
    }

    private static async IAsyncEnumerable<int> IteratorInner()
    {
        yield return 1;
        await Task.Yield();
        Work();
        yield return 2;
    }

    private static async Task WhenAll()
    {
        Task one = WhenAllInner();
        await Task.WhenAll(one, Task.CompletedTask);
    }

    private static async Task WhenAllInner()
    {
        await Task.Delay(20);
        Work();
    }

    private static async Task WhenAny() => await Task.WhenAny(WhenAnyInner(), Task.Delay(Timeout.Infinite));

    private static async Task WhenAnyInner()
    {
        await Task.Delay(20);
        Work();
    }

    private static async Task ContinueWith() => await Task.Delay(20).ContinueWith(static _ => ContinueWithInner(), TaskScheduler.Default);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ContinueWithInner() => Work();

    private static async Task Completion()
    {
        TaskCompletionSource source = new();
        Task waiting = CompletionInner(source.Task);
        CompletionOther(source);
        await waiting;
    }

    private static async Task CompletionInner(Task task)
    {
        await task;
        Work();
    }

    // Completes inline: what waits runs on top of it, and is not called by it.
    private static async void CompletionOther(TaskCompletionSource source)
    {
        await Task.Delay(20);
        source.SetResult();
    }

    private static async Task Channels()
    {
        Channel<int> channel = Channel.CreateUnbounded<int>();
        ThreadPool.QueueUserWorkItem(static one => one.Writer.TryWrite(1), channel, preferLocal: false);
        await ChannelsInner(channel.Reader);
    }

    private static async Task ChannelsInner(ChannelReader<int> reader)
    {
        while (!reader.TryRead(out _))
        {
            await reader.WaitToReadAsync();
        }

        await Task.Yield();
        Work();
    }

    private static async Task ForEachAsync() => await Parallel.ForEachAsync([1], static async (_, _) => await ForEachAsyncInner());

    private static async Task ForEachAsyncInner()
    {
        await Task.Yield();
        Work();
    }

    private static async Task Timers()
    {
        using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(5));
        await TimersInner(timer);
    }

    private static async Task TimersInner(PeriodicTimer timer)
    {
        await timer.WaitForNextTickAsync();
        Work();
    }

    private static async Task WithoutContext() => await WithoutContextInner().ConfigureAwait(false);

    private static async Task WithoutContextInner()
    {
        await Task.Delay(20).ConfigureAwait(false);
        Work();
    }

    private static async Task Awaitable()
    {
        await AwaitableInner();
    }

    private static async Task AwaitableInner()
    {
        await new OwnAwaiter(Task.Delay(20));
        Work();
    }

    private static async Task Several()
    {
        Task one = SeveralInner();
        await Task.WhenAll(SeveralWaiter(one), SeveralWaiter(one));
    }

    private static async Task SeveralWaiter(Task task) => await task;

    private static async Task SeveralInner()
    {
        await Task.Delay(20);
        Work();
    }

    // Whoever awaits through an awaiter that wraps the continuation cannot be seen.
    private static async Task Delegate()
    {
        await new OwnAwaiter(DelegateInner());
    }

    private static async Task DelegateInner()
    {
        await Task.Delay(20);
        Work();
    }

    private static Task Blocked() => Task.Factory.StartNew(static () => BlockedMiddle().Wait(), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static async Task BlockedMiddle() => await BlockedInner();

    private static async Task BlockedInner()
    {
        await Task.Delay(20);
        Work();
    }

    private static async Task Thrown() => await ThrownInner();

    private static async Task ThrownInner()
    {
        await Task.Yield();
        try
        {
            throw new InvalidOperationException("To be caught.");
        }
        catch (InvalidOperationException)
        {
            Work();
        }
    }

    private static Task Scheduler()
    {
        OneThread scheduler = new();
        return Task.Factory.StartNew(SchedulerMiddle, CancellationToken.None, TaskCreationOptions.None, scheduler).Unwrap();
    }

    private static async Task SchedulerMiddle() => await SchedulerInner();

    private static async Task SchedulerInner()
    {
        await Task.Delay(20);
        Work();
    }

    private sealed class ReusableSource : IValueTaskSource
    {
        private ManualResetValueTaskSourceCore<bool> _core;

        public short Version => _core.Version;

        public void Complete() => _core.SetResult(true);

        public void GetResult(short token) => _core.GetResult(token);

        public ValueTaskSourceStatus GetStatus(short token) => _core.GetStatus(token);

        public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
            _core.OnCompleted(continuation, state, token, flags);
    }

    private sealed class OneThread : TaskScheduler
    {
        private readonly BlockingCollection<Task> _tasks = [];

        public OneThread() => new Thread(Run) { IsBackground = true }.Start();

        protected override IEnumerable<Task> GetScheduledTasks() => _tasks;

        protected override void QueueTask(Task task) => _tasks.Add(task);

        protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

        private void Run()
        {
            foreach (Task task in _tasks.GetConsumingEnumerable())
            {
                TryExecuteTask(task);
            }
        }
    }
}

using Pprof.Interop;
using Pprof.Labels;
using Xunit;

namespace Pprof.Tests.Labels;

/// <summary>Labels go where the execution context goes, and what is seen of a thread from outside is what the thread sees.</summary>
public sealed class LabelFlowTests
{
    [Fact]
    public async Task Awaits_keep_the_labels_on_whichever_thread_they_come_back()
    {
        using IDisposable scope = ProfileLabels.Push("key", "value");
        for (int i = 0; i < 20; i++)
        {
            await Task.Yield();
            Assert.Equal("key=value", SeenFromBothSides());
            await Task.Delay(1, TestContext.Current.CancellationToken);
            Assert.Equal("key=value", SeenFromBothSides());
        }
    }

    [Fact]
    public async Task Push_in_an_async_method_does_not_reach_its_caller()
    {
        IDisposable scope = await PushLater();

        Assert.Equal("", SeenFromBothSides());
        scope.Dispose();
        Assert.Equal("", SeenFromBothSides());

        static async Task<IDisposable> PushLater()
        {
            await Task.Yield();
            return ProfileLabels.Push("key", "value");
        }
    }

    [Fact]
    public async Task Task_started_inside_keeps_the_labels_after_the_scope_has_ended()
    {
        TaskCompletionSource hasEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<string> task;
        using (ProfileLabels.Push("key", "value"))
        {
            task = Task.Run(async () =>
            {
                await hasEnded.Task;
                return SeenFromBothSides();
            }, TestContext.Current.CancellationToken);
        }

        hasEnded.SetResult();
        Assert.Equal("key=value", await task);
        Assert.Equal("", SeenFromBothSides());
    }

    [Fact]
    public void New_thread_inherits_and_one_started_after_the_end_does_not()
    {
        using (ProfileLabels.Push("key", "value"))
        {
            Assert.Equal("key=value", OnNewThread(SeenFromBothSides));
            Assert.Equal("", OnNewThread(SeenFromBothSides, inherit: false));
        }

        Assert.Equal("", OnNewThread(SeenFromBothSides));
    }

    [Fact]
    public async Task Timer_made_inside_has_the_labels()
    {
        TaskCompletionSource<string> seen = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using IDisposable scope = ProfileLabels.Push("key", "value");
        using Timer timer = new(_ => seen.TrySetResult(SeenFromBothSides()), null, 1, Timeout.Infinite);

        Assert.Equal("key=value", await seen.Task);
    }

    [Fact]
    public async Task Work_queued_without_the_flow_has_none()
    {
        TaskCompletionSource<string> seen = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using IDisposable scope = ProfileLabels.Push("key", "value");
        ThreadPool.UnsafeQueueUserWorkItem(_ => seen.SetResult(SeenFromBothSides()), null);

        Assert.Equal("", await seen.Task);
    }

    [Fact]
    public async Task Pool_threads_are_clean_after_labelled_work_that_never_disposed_its_scope()
    {
        Task[] work = [.. Enumerable.Range(0, 200).Select(i => Task.Run(async () =>
        {
            _ = ProfileLabels.Push("leaked", $"{i}");
            await Task.Yield();
            _ = ProfileLabels.Push("again", $"{i}");
        }))];
        await Task.WhenAll(work);
        string[] after = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Task.Run(SeenFromBothSides)));

        Assert.All(after, labels => Assert.Equal("", labels));
    }

    [Fact]
    public void Thread_is_seen_from_another_thread_as_its_labels_change()
    {
        using SemaphoreSlim step = new(0), done = new(0);
        int threadId = 0;
        Thread thread = new(() =>
        {
            threadId = Libc.GetThreadId();
            using (ProfileLabels.Push("key", "value"))
            {
                done.Release();
                step.Wait();
            }

            done.Release();
            step.Wait();
        });
        thread.UnsafeStart();
        done.Wait(TestContext.Current.CancellationToken);
        Assert.Equal("key=value", Print(ThreadLabels.Of(threadId)));
        step.Release();
        done.Wait(TestContext.Current.CancellationToken);
        Assert.Equal("", Print(ThreadLabels.Of(threadId)));
        step.Release();
        thread.Join();
    }

    [Fact]
    public void Thread_that_ended_with_labels_in_force_has_none_any_more()
    {
        int threadId = 0;
        Thread thread = new(() =>
        {
            threadId = Libc.GetThreadId();
            _ = ProfileLabels.Push("key", "value");
        });
        thread.UnsafeStart();
        thread.Join();

        Assert.Equal("", Print(ThreadLabels.Of(threadId)));
        Assert.Equal("", Print(ThreadLabels.Of(int.MaxValue)));
    }

    [Fact]
    public void Captured_context_tells_its_labels_without_being_run_under()
    {
        int changes = 0;
        AsyncLocal<int> stranger = new(_ => changes++) { Value = 1 };
        ExecutionContext context;
        using (ProfileLabels.Push("key", "value"))
        {
            context = ExecutionContext.Capture()!;
        }

        stranger.Value = 2;
        int before = changes;
        Assert.Null(ContextValues.Shared.NotAvailableReason);
        Assert.Equal("key=value", Print(FlowingLabels.Of(context)));
        Assert.Equal("", Print(FlowingLabels.Of(ExecutionContext.Capture()!)));
        Assert.Equal("", Print(FlowingLabels.Of(null)));
        Assert.Equal(before, changes);
    }

    [Theory]
    [InlineData("m_otherName", "TryGetValue")]
    [InlineData("m_localValues", "OtherName")]
    [InlineData("m_localChangeNotifications", "GetValue")]
    public void Runtime_that_keeps_values_in_another_way_gives_no_labels_and_a_reason(string field, string method)
    {
        using IDisposable scope = ProfileLabels.Push("key", "value");
        ContextValues values = new(field, method);

        Assert.Contains("unknown way", values.NotAvailableReason, StringComparison.Ordinal);
        Assert.Null(values.Of(ExecutionContext.Capture()!, new AsyncLocal<string>()));
    }

    private static string SeenFromBothSides()
    {
        string inside = Print(ProfileLabels.Current);
        string outside = Print(ThreadLabels.Of(Libc.GetThreadId()));
        return inside == outside ? inside : $"inside '{inside}', outside '{outside}'";
    }

    private static string OnNewThread(Func<string> read, bool inherit = true)
    {
        string seen = "nothing";
        Thread thread = new(() => seen = read());
        if (inherit)
        {
            thread.Start();
        }
        else
        {
            thread.UnsafeStart();
        }

        thread.Join();
        return seen;
    }

    private static string Print(IReadOnlyDictionary<string, string> labels) => string.Join(' ', labels.Select(label => $"{label.Key}={label.Value}"));
}

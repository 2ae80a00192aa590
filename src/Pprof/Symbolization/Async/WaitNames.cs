using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using Pprof.Symbolization.Naming;

namespace Pprof.Symbolization.Async;

/// <summary>
/// What a program called to get a task or a source that it waits for, by the runtime's private type of it. What is not listed shows as the
/// type's own name in brackets: less readable, and true.
/// </summary>
internal static class WaitNames
{
    private const string Tasks = "System.Threading.Tasks.";
    private const string Channels = "System.Threading.Channels.";

    private static readonly FrozenDictionary<string, (string Namespace, string Call)> s_calls = new Dictionary<string, (string, string)>
    {
        [Tasks + "Task+DelayPromise"] = (Tasks, "Task.Delay"),
        [Tasks + "Task+DelayPromiseWithCancellation"] = (Tasks, "Task.Delay"),
        [Tasks + "Task+WhenAllPromise"] = (Tasks, "Task.WhenAll"),
        [Tasks + "Task+WhenAllPromise`1"] = (Tasks, "Task.WhenAll"),
        [Tasks + "Task+TwoTaskWhenAnyPromise`1"] = (Tasks, "Task.WhenAny"),
        [Tasks + "TaskFactory+CompleteOnInvokePromise`1"] = (Tasks, "Task.WhenAny"),
        [Tasks + "TaskFactory+CompleteOnCountdownPromise"] = (Tasks, "TaskFactory.ContinueWhenAll"),
        [Tasks + "TaskFactory+CompleteOnCountdownPromise`1"] = (Tasks, "TaskFactory.ContinueWhenAll"),
        [Tasks + "TaskFactory`1+FromAsyncTrimPromise`1"] = (Tasks, "TaskFactory.FromAsync"),
        [Tasks + "Task+WhenEachState"] = (Tasks, "Task.WhenEach"),
        [Tasks + "Task+CancellationPromise`1"] = (Tasks, "Task.WaitAsync"),
        [Tasks + "UnwrapPromise`1"] = (Tasks, "TaskExtensions.Unwrap"),
        [Tasks + "ValueTask+ValueTaskSourceAsTask"] = (Tasks, "ValueTask.AsTask"),
        [Tasks + "ValueTask`1+ValueTaskSourceAsTask"] = (Tasks, "ValueTask<T>.AsTask"),
        ["System.Threading.SemaphoreSlim+TaskNode"] = ("System.Threading.", "SemaphoreSlim.WaitAsync"),
        ["System.Threading.PeriodicTimer+State"] = ("System.Threading.", "PeriodicTimer.WaitForNextTickAsync"),
        [Channels + "BlockedReadAsyncOperation`1"] = (Channels, "ChannelReader<T>.ReadAsync"),
        [Channels + "WaitingReadAsyncOperation"] = (Channels, "ChannelReader<T>.WaitToReadAsync"),
        [Channels + "BlockedWriteAsyncOperation`1"] = (Channels, "ChannelWriter<T>.WriteAsync"),
        [Channels + "WaitingWriteAsyncOperation"] = (Channels, "ChannelWriter<T>.WaitToWriteAsync"),
        ["System.IO.Pipelines.Pipe+DefaultPipeReader"] = ("System.IO.Pipelines.", "PipeReader.ReadAsync"),
        ["System.IO.Pipelines.Pipe+DefaultPipeWriter"] = ("System.IO.Pipelines.", "PipeWriter.FlushAsync"),
    }.ToFrozenDictionary();

    /// <summary>Name of the frame <see cref="ResumedMethod"/>.</summary>
    public const string ResumedMethodName = "[resumed async method]";

    private static readonly FrozenSet<string> s_plumbing = ["TaskExtensions.Unwrap", "ValueTask.AsTask", "ValueTask<T>.AsTask"];
    private static readonly ConditionalWeakTable<Type, WaitName> s_byType = [];

    /// <summary>A task that something other than the runtime completes.</summary>
    public static WaitName Source { get; } = new("[task completion source]", "awaiting task completion source");

    /// <summary>Gave up its thread, and waits for another.</summary>
    public static WaitName Yield { get; } = new(Tasks + "Task.Yield", "ready to run");

    /// <summary>Of methods that the runtime itself suspends, one that is resumed: which it is only the stack of its thread tells.</summary>
    public static WaitName ResumedMethod { get; } = new(ResumedMethodName, "running");

    /// <summary>The same while it is suspended, met from outside of its chain.</summary>
    public static WaitName SuspendedMethod { get; } = new("[suspended async method]", "suspended");

    /// <summary>A thread that can do nothing else meanwhile.</summary>
    public static WaitName BlockedThread { get; } = new("[thread blocked in Task.Wait]", "blocked");

    /// <summary>Any thread.</summary>
    public static WaitName Of(Type type) => s_byType.TryGetValue(type, out WaitName? name) ? name : s_byType.GetValue(type, Describe);

    /// <summary>Tasks that only hand on the end of another one.</summary>
    public static bool IsPlumbing(Type type) => Of(type) is { IsPlumbing: true };

    private static WaitName Describe(Type type)
    {
        Type definition = type.IsGenericType ? type.GetGenericTypeDefinition() : type;
        if (definition == typeof(Task) || definition == typeof(Task<>))
        {
            return Source;
        }

        return s_calls.TryGetValue(definition.FullName ?? "", out (string Namespace, string Call) known)
            ? new WaitName(known.Namespace + known.Call, $"awaiting {known.Call}") { IsPlumbing = s_plumbing.Contains(known.Call) }
            : OfUnlisted(TypeText.Of(type));
    }

    private static WaitName OfUnlisted(string type) => new($"[{type}]", $"awaiting {type}");
}

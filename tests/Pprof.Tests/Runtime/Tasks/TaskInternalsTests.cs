using System.Reflection;
using Pprof.Profiles.Operations;
using Pprof.Runtime.Tasks;
using Xunit;

namespace Pprof.Tests.Runtime.Tasks;

/// <summary>A runtime that keeps its tasks in another way is refused with a reason.</summary>
public sealed class TaskInternalsTests
{
    [Fact]
    public void This_runtime_has_all_that_is_needed()
    {
        Assert.NotNull(TaskTracking.TryCreate(new CoreLibMembers(), out string? reason));
        Assert.Null(reason);
    }

    [Theory]
    [InlineData("s_asyncDebuggingEnabled", "Task.s_asyncDebuggingEnabled")]
    [InlineData("s_currentActiveTasks", "Task.s_currentActiveTasks")]
    [InlineData("m_continuationObject", "Task.m_continuationObject")]
    [InlineData("m_capturedContext", "ContingentProperties.m_capturedContext")]
    [InlineData("_continuation", "ContinuationWrapper._continuation")]
    [InlineData("System.Threading.Tasks.ContinueWithTaskContinuation", "System.Threading.Tasks.ContinueWithTaskContinuation")]
    public void A_missing_member_is_named_and_nothing_is_switched_on(string hidden, string named)
    {
        TaskSwitch refused = new(new IncompleteMembers(hidden));

        string? reason = refused.TryEnable();

        Assert.NotNull(reason);
        Assert.Contains(named, reason, StringComparison.Ordinal);
        Assert.Contains(Environment.Version.ToString(), reason, StringComparison.Ordinal);
        Assert.Null(refused.Tracking);
        refused.Disable();
    }

    [Fact]
    public void A_member_of_another_type_is_as_good_as_missing()
    {
        Assert.Null(TaskInternals.TryCreate(new IncompleteMembers("m_continuationObject", "m_stateFlags"), out string? reason));
        Assert.Contains("Task.m_continuationObject", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Members_that_hold_something_else_are_found_out_by_a_trial()
    {
        Assert.Null(TaskTracking.TryCreate(new IncompleteMembers("m_continuationObject", "m_stateObject"), out string? reason));
        Assert.Contains("links its tasks in a way", reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ResumeInfo", "Continuation.ResumeInfo")]
    [InlineData("SynchronizeFlags", "AsyncInstrumentation.SynchronizeFlags")]
    [InlineData("TryGetExecutionContext", "Continuation.TryGetExecutionContext")]
    [InlineData("s_runtimeAsyncContinuationTimestamps", "Task.s_runtimeAsyncContinuationTimestamps")]
    public void A_missing_member_of_methods_that_the_runtime_suspends_costs_only_these_and_is_told(string hidden, string named)
    {
        Assert.SkipWhen(TaskInternals.TryCreate(new CoreLibMembers(), out _)!.Suspension is null, "This runtime suspends no methods itself.");

        TaskTracking? tracking = TaskTracking.TryCreate(new IncompleteMembers(hidden), out string? reason);

        Assert.Null(reason);
        Assert.Contains(named, tracking!.Shortcoming, StringComparison.Ordinal);
        Assert.EndsWith("Those with state machines are.", tracking.Shortcoming, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_missing_of_methods_that_this_runtime_suspends() =>
        Assert.Null(TaskTracking.TryCreate(new CoreLibMembers(), out _)!.Shortcoming);

    /// <summary>Hides a member, or shows another one in its place.</summary>
    private sealed class IncompleteMembers(string hidden, string? instead = null) : ITaskMembers
    {
        private readonly CoreLibMembers _all = new();

        public Type? FindType(string name) => name == hidden ? null : _all.FindType(name);

        public FieldInfo? FindField(Type type, string name) =>
            name != hidden ? _all.FindField(type, name) : instead is null ? null : _all.FindField(type, instead);

        public MethodInfo? FindMethod(Type type, string name) => name == hidden ? null : _all.FindMethod(type, name);
    }
}

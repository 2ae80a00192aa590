using Xunit;

namespace Pprof.EndToEnd.Tests.Awaits;

/// <summary>The table of <c>docs/async.md</c>: which forms of async code lead to their callers, and what ends the stack
/// of the others.</summary>
public sealed class AwaitFormsTests(AwaitFormsProfile profile) : IClassFixture<AwaitFormsProfile>
{
    // The first sample of a kind, and those in a collection, may not know the callers.
    private const double Most = 0.7;

    [Theory]
    [InlineData("Chain", "Chain;ChainMiddle;[await];ChainInner")]
    [InlineData("Void", "VoidInner")]
    [InlineData("Source", "Source;[await];SourceInner")]
    [InlineData("Pooled", "Pooled;[await];PooledInner")]
    [InlineData("Iterator", "Iterator;[await];IteratorInner")]
    [InlineData("WhenAll", "WhenAll;[await];WhenAllInner")]
    [InlineData("WhenAny", "WhenAny;[await];WhenAnyInner")]
    [InlineData("ContinueWith", "ContinueWith;[await];ContinueWith.lambda1;ContinueWithInner")]
    [InlineData("Completion", "Completion;[await];CompletionInner")]
    [InlineData("Channels", "Channels;[await];ChannelsInner")]
    [InlineData("ForEachAsync", "ForEachAsync.lambda1;[await];ForEachAsyncInner")]
    [InlineData("Timers", "Timers;[await];TimersInner")]
    [InlineData("WithoutContext", "WithoutContext;[await];WithoutContextInner")]
    [InlineData("Awaitable", "Awaitable;[await];AwaitableInner")]
    [InlineData("Several", "[await: caller unknown];SeveralInner")]
    [InlineData("Delegate", "[await: caller unknown];DelegateInner")]
    [InlineData("Blocked", "[thread blocked in Task.Wait];BlockedMiddle;[await];BlockedInner")]
    [InlineData("Thrown", "Thrown;[await];ThrownInner")]
    [InlineData("Scheduler", "SchedulerMiddle;[await];SchedulerInner")]
    public void Form_leads_to(string form, string stack)
    {
        bool isShown = profile.Shows(form, stack, Most);
        IReadOnlyDictionary<string, double> found = profile.Of(form);

        Assert.True(isShown, $"{string.Join('\n', found.Select(one => $"{one.Value:p0} {one.Key}"))}\n{profile.Comments}");
        Assert.All(found.Keys, one => Assert.DoesNotContain("CompletionOther", one, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_form_is_in_the_table() =>
        Assert.Equal(AwaitForms.All.Keys.Order(), typeof(AwaitFormsTests).GetMethod(nameof(Form_leads_to))!.GetCustomAttributesData()
            .Where(one => one.AttributeType == typeof(InlineDataAttribute))
            .Select(one => (string)((IReadOnlyList<System.Reflection.CustomAttributeTypedArgument>)one.ConstructorArguments[0].Value!)[0].Value!).Order());

    [Fact]
    public void Comments_count_what_is_unknown() => Assert.Contains("logical stacks: ", profile.Comments, StringComparison.Ordinal);
}

using Xunit;

namespace Pprof.TestSupport;

/// <summary>
/// Waits for what must come, however slow and loaded the machine is. No test says how long something takes: it says what
/// must happen, and waits for it here. Only a test that is going to fail ever waits this long.
/// </summary>
public static class Patience
{
    /// <summary>For whoever must be given a time: a join, a wait for an event, a request.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(5);

    /// <summary>Looks again and again until the condition holds. Fails with these words when it does not come to hold.</summary>
    public static void Until(string what, Func<bool> condition)
    {
        for (long start = TimeProvider.System.GetTimestamp(); !condition(); Thread.Sleep(s_pause))
        {
            AssertLeft(start, what);
        }
    }

    public static Task UntilAsync(string what, Func<bool> condition) => UntilAsync(what, () => Task.FromResult(condition()));

    public static async Task UntilAsync(string what, Func<Task<bool>> condition)
    {
        CancellationToken end = TestContext.Current.CancellationToken;
        for (long start = TimeProvider.System.GetTimestamp(); !await condition(); await Task.Delay(s_pause, end))
        {
            AssertLeft(start, what);
        }
    }

    private static void AssertLeft(long start, string what) =>
        Assert.True(TimeProvider.System.GetElapsedTime(start) < Limit, $"waited in vain for {Limit.TotalSeconds} s until {what}");
}

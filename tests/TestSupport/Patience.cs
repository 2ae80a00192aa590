using Xunit;

namespace Pprof.TestSupport;

/// <summary>
/// Waits for what must come, however slow and loaded the machine is. No test says how long something takes: it says what must happen, and
/// waits for it here. Only a test that is going to fail ever waits this long.
/// </summary>
public static class Patience
{
    /// <summary>For whoever must be given a time: a join, a wait for a signal, a request.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(5);

    /// <summary>Looks again and again until the condition holds, and fails with the words given when it does not come to hold.</summary>
    public static void Until(Func<bool> condition, string otherwise)
    {
        for (long start = TimeProvider.System.GetTimestamp(); !condition(); Thread.Sleep(s_pause))
        {
            AssertLeft(start, otherwise);
        }
    }

    public static Task UntilAsync(Func<bool> condition, string otherwise) => UntilAsync(() => Task.FromResult(condition()), otherwise);

    public static async Task UntilAsync(Func<Task<bool>> condition, string otherwise)
    {
        for (long start = TimeProvider.System.GetTimestamp(); !await condition(); await Task.Delay(s_pause, TestContext.Current.CancellationToken))
        {
            AssertLeft(start, otherwise);
        }
    }

    private static void AssertLeft(long start, string otherwise) =>
        Assert.True(TimeProvider.System.GetElapsedTime(start) < Limit, $"waited in vain for {Limit.TotalSeconds} s: {otherwise}");
}

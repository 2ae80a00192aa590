using Xunit;

namespace Pprof.Tool.Tests.Support;

/// <summary>Waits for what happens in another process.</summary>
internal static class Until
{
    public static async Task TrueAsync(Func<bool> condition)
    {
        long end = Environment.TickCount64 + 60_000;
        while (!condition())
        {
            Assert.True(Environment.TickCount64 < end, "It did not happen within a minute.");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }
}

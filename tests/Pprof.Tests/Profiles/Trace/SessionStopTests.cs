using Pprof.Profiles.Trace;
using Xunit;

namespace Pprof.Tests.Profiles.Trace;

public sealed class SessionStopTests
{
    [Fact]
    public async Task Session_that_does_not_close_is_left_behind()
    {
        using ManualResetEventSlim mayClose = new();
        using ManualResetEventSlim hasClosed = new();
        bool isClosed = await SessionStop.TryCloseAsync(
            new Closing(() =>
            {
                mayClose.Wait(CancellationToken.None);
                hasClosed.Set();
            }),
            TimeSpan.FromMilliseconds(10));
        mayClose.Set();
        hasClosed.Wait(TestContext.Current.CancellationToken);

        Assert.False(isClosed);
    }

    [Fact]
    public async Task Session_that_fails_to_close_has_ended() =>
        Assert.True(await SessionStop.TryCloseAsync(new Closing(() => throw new IOException("on purpose")), TimeSpan.FromSeconds(60)));

    private sealed class Closing(Action close) : IDisposable
    {
        public void Dispose() => close();
    }
}

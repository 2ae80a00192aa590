using Microsoft.Diagnostics.NETCore.Client;
using Pprof.EventPipe;
using Xunit;

namespace Pprof.Tests.EventPipe;

/// <summary>A runtime that does not answer, because somebody does not read a session of his.</summary>
public sealed class UnansweredRequestTests
{
    [Fact]
    public void Caller_waits_no_longer_than_he_said_and_learns_why()
    {
        using ManualResetEventSlim answer = new();
        DiagnosticsSession? session = DiagnosticsSession.TryStart(() => NeverUntil(answer), 1 << 20, TimeSpan.FromMilliseconds(20), out string? reason);

        Assert.Null(session);
        Assert.Contains("another tool that does not read its session", reason);
        answer.Set();
    }

    [Fact]
    public void Refusal_is_told_in_one_sentence()
    {
        DiagnosticsSession? session = DiagnosticsSession.TryStart(
            () => throw new ServerNotAvailableException("It is closed. And more about sockets.\nOn two lines."), 1 << 20, TimeSpan.FromSeconds(30), out string? reason);

        Assert.Null(session);
        Assert.StartsWith("no event session can be opened on this process (It is closed); ", reason);
    }

    private static EventPipeSession NeverUntil(ManualResetEventSlim answer)
    {
        answer.Wait();
        throw new TimeoutException();
    }
}

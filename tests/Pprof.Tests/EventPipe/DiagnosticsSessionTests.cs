using System.Diagnostics.Tracing;
using Microsoft.Diagnostics.NETCore.Client;
using Pprof.EventPipe;
using Xunit;

namespace Pprof.Tests.EventPipe;

public sealed class DiagnosticsSessionTests
{
    private static readonly EventPipeSessionConfiguration s_nothing =
        new([new EventPipeProvider("Microsoft-Windows-DotNETRuntime", EventLevel.Critical, 0)], 16, 0, requestStackwalk: false);

    [Fact]
    public void Process_without_a_diagnostics_socket_gives_a_reason_and_no_exception()
    {
        // No process has this id: the kernel's are below 2^22.
        DiagnosticsSession? session = DiagnosticsSession.TryStart(new DiagnosticsClient(1 << 30), s_nothing, 1 << 20, out string? reason);

        Assert.Null(session);
        Assert.Contains("DOTNET_EnableDiagnostics", reason);
    }

    [Fact]
    public void Session_disposed_without_a_stop_ends_its_stream()
    {
        DiagnosticsSession session = DiagnosticsSession.TryStart(s_nothing, 1 << 20, out _)!;
        session.Dispose();

        using MemoryStream copy = new();
        session.Events.CopyTo(copy);

        Assert.False(session.TryStop(TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void Sessions_one_after_another_all_end_whole()
    {
        for (int i = 0; i < 3; i++)
        {
            using DiagnosticsSession session = DiagnosticsSession.TryStart(s_nothing, 1 << 20, out _)!;
            Assert.True(session.TryStop(TimeSpan.FromSeconds(30)));
            using MemoryStream copy = new();
            session.Events.CopyTo(copy);
            Assert.Equal(1, copy.ToArray()[^1]);
        }
    }
}

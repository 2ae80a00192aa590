using System.Net;
using System.Text.Json;
using Microsoft.Diagnostics.Tracing;
using Microsoft.Diagnostics.Tracing.Etlx;
using Pprof.TestSupport;
using Xunit;
using TraceLog = Microsoft.Diagnostics.Tracing.Etlx.TraceLog;

namespace Pprof.AspNetCore.Tests;

/// <summary>The trace is one that the tools for traces read: they are written with the library that reads it here.</summary>
public sealed class TraceTests(SiteFixture fixture) : IClassFixture<SiteFixture>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Trace_is_whole_and_names_the_methods_on_its_stacks()
    {
        using Burner burner = new();
        byte[] trace = await fixture.Site.BytesAsync("trace?seconds=1");
        using TemporaryFolder folder = new();
        string file = folder.PathOf("a.nettrace");
        await File.WriteAllBytesAsync(file, trace, Cancel);
        using TraceLog log = new(TraceLog.CreateFromEventPipeDataFile(file));

        Assert.Equal(0, log.EventsLost);
        Assert.Contains(log.Events, one => one.ProviderName == "Microsoft-DotNETCore-SampleProfiler" && HasBurner(one.CallStack()));
    }

    [Fact]
    public async Task Trace_is_converted_by_the_tool_for_traces()
    {
        DotnetTool.Require("dotnet-trace");
        using Burner burner = new();
        using TemporaryFolder folder = new();
        await File.WriteAllBytesAsync(folder.PathOf("a.nettrace"), await fixture.Site.BytesAsync("trace?seconds=1"), Cancel);

        ToolResult result = DotnetTool.Run("dotnet-trace", "convert", folder.PathOf("a.nettrace"), "--format", "Speedscope", "--output", folder.PathOf("a.json"));

        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        using JsonDocument converted = JsonDocument.Parse(await File.ReadAllBytesAsync(folder.PathOf("a.speedscope.json"), Cancel));
        JsonElement.ArrayEnumerator frames = converted.RootElement.GetProperty("shared").GetProperty("frames").EnumerateArray();
        Assert.Contains(frames, frame => frame.GetProperty("name").GetString()!.Contains(Burner.Method, StringComparison.Ordinal));
        Assert.NotEqual(0, converted.RootElement.GetProperty("profiles").GetArrayLength());
    }

    [Fact]
    public async Task Second_request_meanwhile_gets_an_error_and_a_client_that_leaves_ends_its_trace()
    {
        using CancellationTokenSource leaves = new();
        using HttpResponseMessage first = await fixture.Site.Client.GetAsync("debug/pprof/trace?seconds=600", HttpCompletionOption.ResponseHeadersRead, Cancel);
        using HttpResponseMessage second = await fixture.Site.GetAsync("trace?seconds=1", Cancel);

        Assert.Equal(HttpStatusCode.InternalServerError, second.StatusCode);
        Assert.Equal("Could not enable tracing: tracing is already enabled\n", await second.Content.ReadAsStringAsync(Cancel));
        Assert.Null(second.Content.Headers.ContentDisposition);
        first.Dispose();
        await Patience.UntilAsync("another trace can be taken", async () =>
        {
            using HttpResponseMessage third = await fixture.Site.GetAsync("trace?seconds=0.1", Cancel);
            return third.StatusCode == HttpStatusCode.OK;
        });
    }

    [Fact]
    public async Task Slow_stream_that_fails_tells_its_own_error()
    {
        IOException failure = await Assert.ThrowsAsync<IOException>(() => EventTrace.WriteToAsync(new FailingStream(), TimeSpan.FromHours(1), Cancel));

        Assert.Equal(FailingStream.Message, failure.Message);
    }

    // A response must not be written to when its handler has returned.
    [Fact]
    public async Task Cancelled_recording_returns_when_its_last_write_has_ended()
    {
        using CancellationTokenSource cancel = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        SlowStream stream = new();
        Task recording = EventTrace.WriteToAsync(stream, TimeSpan.FromHours(1), cancel.Token);
        await stream.Begun;
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => recording);
        Assert.True(stream.HasEnded);
    }

    [Fact]
    public async Task Arguments_are_looked_at_first()
    {
        await Assert.ThrowsAsync<ArgumentNullException>("stream", () => EventTrace.WriteToAsync(null!, TimeSpan.FromSeconds(1), Cancel));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>("duration", () => EventTrace.WriteToAsync(Stream.Null, TimeSpan.Zero, Cancel));
        await Assert.ThrowsAsync<ArgumentException>("stream", () => EventTrace.WriteToAsync(new MemoryStream([], writable: false), TimeSpan.FromSeconds(1), Cancel));
    }

    private static bool HasBurner(TraceCallStack? stack)
    {
        for (; stack is not null; stack = stack.Caller)
        {
            if (stack.CodeAddress.FullMethodName.StartsWith(Burner.Method, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private sealed class FailingStream : MemoryStream
    {
        public const string Message = "the disk is full";

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => throw new IOException(Message);
    }

    private sealed class SlowStream : MemoryStream
    {
        private readonly TaskCompletionSource _begun = new();

        public Task Begun => _begun.Task;

        public bool HasEnded { get; private set; }

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            _begun.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

            // Long enough for a recording that does not wait for it to have returned.
            await Task.Delay(300, CancellationToken.None);
            HasEnded = true;
            throw new OperationCanceledException(cancellationToken);
        }
    }
}

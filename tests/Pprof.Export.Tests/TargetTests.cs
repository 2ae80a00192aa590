using Pprof.Export.Tests.Receivers;
using Pprof.TestSupport;
using Xunit;

namespace Pprof.Export.Tests;

/// <summary>What a target is told besides the profile.</summary>
public sealed class TargetTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pyroscope_hears_names_labels_and_tenant_as_its_own_clients_say_them()
    {
        await using Receiver receiver = await Receiver.StartAsync();
        await ExportOnceAsync(options =>
        {
            options.Labels["service.version"] = "1.2";
            HttpExport push = options.ToPyroscope(new Uri(receiver.Address, "/"));
            (push.User, push.Password, push.Tenant) = ("me", "pass:word", "team");
            HttpExport ingest = options.ToPyroscopeIngest(receiver.Address);
            ingest.BearerToken = "token";
            ingest.Headers["X-Own"] = "own";
        });

        Assert.Empty(receiver.Faults);
        ReceivedProfile[] pushed = [.. receiver.Received.Where(one => one.Route == Receiver.Push)];
        Assert.Equal(["exceptions", "goroutine", "process_cpu"], pushed.Select(one => one.Name).Distinct().Order());
        Assert.All(pushed, one => Assert.Equal(("shop", "1.2"), (one.Labels["service_name"], one.Labels["service_version"])));
        Assert.All(pushed, one => Assert.Equal(("Basic bWU6cGFzczp3b3Jk", "team"), (one.Headers["Authorization"], one.Headers["X-Scope-OrgID"])));
        ReceivedProfile[] ingested = [.. receiver.Received.Where(one => one.Route == Receiver.Ingest)];
        Assert.All(ingested, one => Assert.Equal("shop{service_version=1.2}", one.Name));
        Assert.All(ingested, one => Assert.Equal(("Bearer token", "own"), (one.Headers["Authorization"], one.Headers["X-Own"])));
        Assert.Contains(ingested, one => one.Labels["config"].Contains("\"cpu\":{\"units\":\"nanoseconds\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task OpenTelemetry_hears_what_the_process_is()
    {
        await using Receiver receiver = await Receiver.StartAsync();
        await ExportOnceAsync(options =>
        {
            options.Labels["deployment.environment.name"] = "test";
            options.ToCollector(receiver.Address);
#pragma warning disable PPROF001 // In development, as the signal is.
            options.ToOtlp(receiver.Address);
#pragma warning restore PPROF001
        });

        Assert.Empty(receiver.Faults);
        ReceivedProfile[] otlp = [.. receiver.Received.Where(one => one.Route == Receiver.Otlp)];
        Assert.NotEmpty(otlp);
        Assert.All(otlp, one => Assert.Equal(
            ("shop", "test", $"{Environment.ProcessId}"),
            (one.Labels["service.name"], one.Labels["deployment.environment.name"], one.Labels["process.pid"])));
        Assert.All(receiver.Received.Where(one => one.Route == Receiver.Pprof).SelectMany(one => one.Values), one =>
            Assert.Equal(("shop", "test"), (one.Labels["service.name"], one.Labels["deployment.environment.name"])));
    }

    // In OTLP the span is a link, elsewhere it stays two labels.
    [Fact]
    public async Task Labels_of_a_span_become_a_link()
    {
        await using Receiver receiver = await Receiver.StartAsync();
        await ExportOnceAsync(options =>
        {
            options.ToPyroscope(receiver.Address);
#pragma warning disable PPROF001 // In development, as the signal is.
            options.ToOtlp(receiver.Address);
#pragma warning restore PPROF001
        });

        ReceivedValue linked = receiver.Received.Where(one => one.Route == Receiver.Otlp).SelectMany(one => one.Values).First(IsThrown);
        Assert.Equal("00f067aa0ba902b7", linked.Span);
        Assert.False(linked.Labels.ContainsKey("span_id"));
        Assert.Equal("value", linked.Labels["key"]);
        ReceivedValue labelled = receiver.Received.Where(one => one.Route == Receiver.Push).SelectMany(one => one.Values).First(IsThrown);
        Assert.Equal("00f067aa0ba902b7", labelled.Labels["span_id"]);

        static bool IsThrown(ReceivedValue value) => value.Functions.Contains(Thrower.Method);
    }

    [Theory]
    [InlineData("relative")]
    [InlineData("ftp://server")]
    public void Address_that_nothing_can_be_sent_to_is_refused_at_once(string address) =>
        Assert.Throws<ArgumentException>(() => new PprofExportOptions().ToPyroscope(new Uri(address, UriKind.RelativeOrAbsolute)));

    [Fact]
    public void Resource_attributes_are_read_as_OpenTelemetry_writes_them()
    {
        Dictionary<string, string> read = ResourceAttributes.Read("service.name=shop, a=b%2Cc ,nothing,=x,d=e=f");

        Assert.Equal(["a=b,c", "d=e=f", "service.name=shop"], read.Select(one => $"{one.Key}={one.Value}").Order(StringComparer.Ordinal));
    }

    private static async Task ExportOnceAsync(Action<PprofExportOptions> configure)
    {
        await using Run run = await Run.StartAsync(options =>
        {
            options.Enable = ProfileKinds.Exceptions;
            configure(options);
        });
        using (ProfileLabels.Push("key", "value"))
        using (ProfileLabels.Push("trace_id", "4bf92f3577b34da6a3ce929d0e0e4736"))
        using (ProfileLabels.Push("span_id", "00f067aa0ba902b7"))
        {
            Thrower.Throw(5);
        }

        await run.Exporter.StopAsync(Cancel);
        Assert.Equal(0, run.Statistics.Dropped + run.Statistics.Rejected);
    }
}

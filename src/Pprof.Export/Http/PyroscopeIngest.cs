using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Pprof.Export.Collecting;

namespace Pprof.Export.Http;

/// <summary><c>POST /ingest</c> with the profile and the meaning of its sample types as the parts of a form.</summary>
internal sealed class PyroscopeIngest(HttpExport export, PprofExportOptions options) : HttpTarget(export, options)
{
    // The server finds out by these which kind of profile it is; the values are sums of the interval but for those
    // marked as averages.
    private const string Cpu = """{"samples":{"units":"samples","sampled":true},"cpu":{"units":"nanoseconds","sampled":true}}""";

    private const string Memory =
        """{"alloc_objects":{"units":"objects"},"alloc_space":{"units":"bytes"},"inuse_objects":{"units":"objects","aggregation":"average"},"inuse_space":{"units":"bytes","aggregation":"average"}}""";

    private const string Mutex =
        """{"contentions":{"display-name":"mutex_count","units":"lock_samples"},"delay":{"display-name":"mutex_duration","units":"lock_nanoseconds"}}""";

    private const string Block =
        """{"contentions":{"display-name":"block_count","units":"lock_samples"},"delay":{"display-name":"block_duration","units":"lock_nanoseconds"}}""";

    private const string Goroutine = """{"goroutine":{"display-name":"goroutines","units":"goroutines","aggregation":"average"}}""";

    protected override Uri Address => Export.PathOf("ingest");

    protected override Uri AddressFor(ExportedProfile profile) => new(string.Create(
        CultureInfo.InvariantCulture,
        $"{Address}?name={Uri.EscapeDataString(SeriesName())}&from={Nanoseconds(profile.Start)}&until={Nanoseconds(profile.End)}&spyName=dotnetspy&sampleRate={Options.CpuFrequency}"));

    protected override HttpContent ContentOf(ExportedProfile profile)
    {
        MultipartFormDataContent form = new();
        Add(form, "profile", "profile.pprof", profile.File);
        if (ConfigOf(profile.Kind) is { } config)
        {
            Add(form, "sample_type_config", "sample_type_config.json", Encoding.UTF8.GetBytes(config));
        }

        return form;
    }

    private static string? ConfigOf(string kind) => kind switch
    {
        "cpu" => Cpu,
        "heap" or "allocs" => Memory,
        "mutex" => Mutex,
        "block" => Block,
        "goroutine" => Goroutine,
        _ => null,
    };

    private static void Add(MultipartFormDataContent form, string field, string file, ReadOnlyMemory<byte> bytes)
    {
        ReadOnlyMemoryContent part = new(bytes);
        part.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        form.Add(part, field, file);
    }

    private static long Nanoseconds(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;

    // name{key=value,…}; what would end a value early is replaced.
    private string SeriesName()
    {
        string labels = string.Join(',', PyroscopeLabels.Of(Options).Select(label => $"{label.Key}={Plain(label.Value)}"));
        return labels.Length == 0 ? Plain(Options.ApplicationName) : $"{Plain(Options.ApplicationName)}{{{labels}}}";
    }

    private static string Plain(string text) => string.Concat(text.Select(one => one is '{' or '}' or ',' or '=' or '"' ? '_' : one));
}

using System.Diagnostics.CodeAnalysis;
using Pprof.Export.Delivery;
using Pprof.Export.Folder;
using Pprof.Export.Http;
using Pprof.Export.Otlp;

namespace Pprof.Export;

/// <summary>What is exported, how often and where to. The defaults are safe in production; nothing is sent before a
/// target is named.</summary>
public sealed class PprofExportOptions
{
    private readonly List<Func<ITarget>> _targets = [];

    /// <summary>
    /// What the process is called where its profiles go. At first the environment variable <c>OTEL_SERVICE_NAME</c>,
    /// else
    /// <c>service.name</c> of <c>OTEL_RESOURCE_ATTRIBUTES</c>, else the name of the program's assembly.
    /// </summary>
    /// <exception cref="ArgumentException">The value is empty.</exception>
    public string ApplicationName
    {
        get;
        set
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(value);
            field = value;
        }
    } = ResourceAttributes.DefaultName;

    /// <summary>Labels that every profile of this process bears, such as <c>region</c>. Empty at first.</summary>
    public IDictionary<string, string> Labels { get; } = new SortedDictionary<string, string>(StringComparer.Ordinal);

    /// <summary>
    /// Names of the profiles that are exported: <c>cpu</c> and those of <see cref="Profile.All"/>. At first <c>cpu</c>,
    /// <c>heap</c> (with
    /// what was allocated), <c>block</c>, <c>mutex</c>, <c>exceptions</c> and <c>goroutine</c>. One that is not
    /// recorded, see
    /// <see cref="Enable"/>, is left out.
    /// </summary>
    public ISet<string> Profiles { get; } = new SortedSet<string>(StringComparer.Ordinal)
    {
        "cpu", "heap", "block", "mutex", "exceptions", "goroutine",
    };

    /// <summary>What is switched on when the export starts, for as long as the process runs; nothing by default. See
    /// <see cref="Profiling.Enable"/>.</summary>
    public ProfileKinds Enable { get; set; }

    /// <summary>
    /// Time between two exports, from 1 second to 1 hour; 15 seconds by default. Each is up to a tenth shorter or
    /// longer, and the first comes
    /// earlier, so that a fleet that was started at once does not send at once.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of these bounds.</exception>
    public TimeSpan Interval
    {
        get;
        set => field = Within(value, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1), nameof(Interval));
    } = TimeSpan.FromSeconds(15);

    /// <summary>As of <see cref="CpuProfileOptions.Frequency"/>; 100 Hz by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1 or above 1,000.</exception>
    public int CpuFrequency
    {
        get;
        set => field = new CpuProfileOptions { Frequency = value }.Frequency;
    } = new CpuProfileOptions().Frequency;

    /// <summary>
    /// The share of one processor's time that making profiles may take in the long run; 0.05 by default. When an export
    /// took longer, the
    /// next one waits longer, and covers that time: nothing is lost. Taking CPU samples is not in it (some hundredths,
    /// see the documentation).
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not above 0.</exception>
    public double MaxLoad
    {
        get;
        set => field = value > 0 ? value : throw new ArgumentOutOfRangeException(
            nameof(value), value, $"{nameof(MaxLoad)} must be above 0, such as 0.05 for a twentieth of one processor's time.");
    } = 0.05;

    /// <summary>How many profiles wait for each target that does not answer; 64 by default. Beyond it the oldest is
    /// dropped and counted.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int MaxQueuedProfiles
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 64;

    /// <summary>How many bytes of profiles wait for each target; 32 MB by default. Beyond it the oldest is dropped and
    /// counted.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public long MaxQueuedBytes
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 32 << 20;

    /// <summary>How long a target may take for one profile, from 0.1 seconds to 5 minutes; 10 seconds by
    /// default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of these bounds.</exception>
    public TimeSpan Timeout
    {
        get;
        set => field = Within(value, TimeSpan.FromSeconds(0.1), TimeSpan.FromMinutes(5), nameof(Timeout));
    } = TimeSpan.FromSeconds(10);

    internal IReadOnlyList<Func<ITarget>> Targets => _targets;

    /// <summary>How long the end may take.</summary>
    internal TimeSpan LastMoments { get; set; } = TimeSpan.FromSeconds(2);

    internal TimeProvider Clock { get; set; } = TimeProvider.System;

    /// <summary>Writes each profile as a file, and deletes the oldest.</summary>
    /// <param name="path">Of the folder; it is made when it is not there.</param>
    /// <returns>How much it may hold.</returns>
    /// <exception cref="ArgumentException"><paramref name="path"/> is empty.</exception>
    public FolderExport ToFolder(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        FolderExport folder = new(path);
        _targets.Add(() => new FolderTarget(folder, Clock));
        return folder;
    }

    /// <summary>Sends to Grafana Pyroscope or Alloy by <c>push.v1.PusherService/Push</c> (Pyroscope 1.0 and
    /// later).</summary>
    /// <param name="address">Of the server, such as <c>http://pyroscope:4040</c>.</param>
    /// <returns>Who sends, and with what rights.</returns>
    /// <exception cref="ArgumentException"><paramref name="address"/> is not an absolute http or https
    /// address.</exception>
    public HttpExport ToPyroscope(Uri address) => Add(address, http => new PyroscopePush(http, this));

    /// <summary>Sends to Pyroscope by its older way, <c>/ingest</c>, which other servers understand too.</summary>
    /// <param name="address">Of the server, such as <c>http://pyroscope:4040</c>.</param>
    /// <returns>Who sends, and with what rights.</returns>
    /// <exception cref="ArgumentException"><paramref name="address"/> is not an absolute http or https
    /// address.</exception>
    public HttpExport ToPyroscopeIngest(Uri address) => Add(address, http => new PyroscopeIngest(http, this));

    /// <summary>
    /// Sends to the receiver <c>pprof</c> of an OpenTelemetry Collector, by <c>POST /v1/pprof</c>. It takes no
    /// attributes of the process, so
    /// every sample bears them as labels.
    /// </summary>
    /// <param name="address">Of the receiver, such as <c>http://collector:8080</c>.</param>
    /// <returns>Who sends, and with what rights.</returns>
    /// <exception cref="ArgumentException"><paramref name="address"/> is not an absolute http or https
    /// address.</exception>
    public HttpExport ToCollector(Uri address) => Add(address, http => new CollectorPush(http, this));

    /// <summary>
    /// Sends OTLP profiles, by <c>POST /v1development/profiles</c>. The signal is in development: a Collector of
    /// another version may refuse or
    /// misread them. Written down from opentelemetry-proto of August 2026, which has one sample type for each profile.
    /// </summary>
    /// <param name="address">Of the receiver, such as <c>http://collector:4318</c>.</param>
    /// <returns>Who sends, and with what rights.</returns>
    /// <exception cref="ArgumentException"><paramref name="address"/> is not an absolute http or https
    /// address.</exception>
    [Experimental("PPROF001")]
    public HttpExport ToOtlp(Uri address) => Add(address, http => new OtlpPush(http, this));

    private HttpExport Add(Uri address, Func<HttpExport, ITarget> target)
    {
        HttpExport http = new(address);
        _targets.Add(() => target(http));
        return http;
    }

    private static TimeSpan Within(TimeSpan value, TimeSpan least, TimeSpan most, string name) =>
        value >= least && value <= most ? value : throw new ArgumentOutOfRangeException(
            nameof(value), value, $"{name} must be from {least.TotalSeconds} to {most.TotalSeconds} seconds.");
}

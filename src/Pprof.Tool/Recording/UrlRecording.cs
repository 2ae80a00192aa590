using System.Globalization;
using Pprof.Tool.Sources;

namespace Pprof.Tool.Recording;

/// <summary>Profiles asked of a server, all at once; the server keeps the time.</summary>
internal sealed class UrlRecording : IRunningRecording
{
    /// <summary>By which Go's <c>net/http/pprof</c> serves the CPU profile.</summary>
    public const string CpuPath = "profile";
    private readonly CancellationTokenSource _end = new();
    private readonly Uri _address;
    private readonly RecordPlan _plan;
    private readonly ProfileSink _sink;

    public UrlRecording(Uri address, HttpOptions options, RecordPlan plan, ProfileSink sink)
    {
        _address = address.AbsolutePath.EndsWith('/') ? address : new Uri(address + "/");
        _plan = plan;
        _sink = sink;
        Completion = Task.WhenAll(plan.Kinds.Select(kind => ReadAsync(kind, options)));
    }

    public Task Completion { get; }

    /// <summary>The server sends when its time is over; it cannot be asked to hurry.</summary>
    public void Finish()
    {
    }

    public void Dispose()
    {
        _end.Cancel();
        _end.Dispose();
    }

    private async Task ReadAsync(string kind, HttpOptions options)
    {
        try
        {
            byte[] profile = await new UrlSource(AddressOf(kind), options).ReadAsync(_end.Token);
            _sink.Write(kind, profile);
            _sink.End(kind, null);
        }
        catch (Exception e) when (e is ToolException or OperationCanceledException or IOException)
        {
            _sink.End(kind, e.Message);
        }
    }

    private Uri AddressOf(string kind)
    {
        string path = kind == RecordKinds.Cpu ? CpuPath : kind;
        string options = kind == RecordKinds.Cpu ? CpuOptions() : "";

        // A look at what is now needs no time; the server would take the difference of two looks.
        string query = kind == RecordKinds.Goroutine ? "" : string.Create(CultureInfo.InvariantCulture, $"?seconds={Math.Ceiling(_plan.Duration.TotalSeconds)}{options}");
        return new Uri(_address, path + query);
    }

    private string CpuOptions()
    {
        string rate = _plan.Frequency != 100 ? string.Create(CultureInfo.InvariantCulture, $"&hz={_plan.Frequency}") : "";
        string threads = _plan.ThreadLabels ? "&threads=1" : "";
        string windows = _plan.TimeWindows is { } length ? string.Create(CultureInfo.InvariantCulture, $"&windows={length.TotalSeconds}") : "";
        return $"{rate}{windows}{threads}";
    }
}

using Pprof.Tool.Sources;

namespace Pprof.Tool.Recording;

/// <summary>A server that serves profiles.</summary>
/// <param name="address">Of all profiles, as <c>http://host:5000/debug/pprof/</c>.</param>
/// <param name="options">How it is asked.</param>
internal sealed class UrlOrigin(Uri address, HttpOptions options) : IRecordingOrigin
{
    public string Name => address.ToString();

    public string FileName => $"{address.Host}-{address.Port}";

    public bool EndsByItself => false;

    public IRunningRecording Start(RecordPlan plan, ProfileSink sink) => new UrlRecording(address, options, plan, sink);
}

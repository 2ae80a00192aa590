using System.Net.Http.Headers;
using Pprof.Export.Collecting;
using Pprof.Format;

namespace Pprof.Export.Http;

/// <summary>
/// The receiver <c>pprof</c> of an OpenTelemetry Collector: the file is the body. It has no place for what the process
/// is, so each sample says it.
/// </summary>
internal sealed class CollectorPush(HttpExport export, PprofExportOptions options) : HttpTarget(export, options)
{
    private readonly Label[] _labels = [.. ResourceAttributes.Of(options).Select(one => Label.OfText(one.Key, one.Value))];

    protected override Uri Address => Export.PathOf("v1/pprof");

    protected override HttpContent ContentOf(ExportedProfile profile)
    {
        ProfileData data = ProfileDecoder.Read(profile.File.Span);
        using MemoryStream file = new();
        data.With([.. data.Samples.Select(Labelled)], data.Locations).WriteTo(file);
        return new ByteArrayContent(file.ToArray()) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") } };
    }

    private Sample Labelled(Sample sample) => new()
    {
        Locations = sample.Locations,
        Values = sample.Values,
        Labels = [.. sample.Labels, .. _labels.Where(one => !sample.Labels.Any(own => own.Key == one.Key))],
    };
}

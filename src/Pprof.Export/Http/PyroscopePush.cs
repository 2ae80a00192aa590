using System.Net.Http.Headers;
using Pprof.Export.Collecting;
using Pprof.Format;

namespace Pprof.Export.Http;

/// <summary>
/// A unary call of <c>push.v1.PusherService/Push</c> by the Connect protocol: the message is the body. Numbers of
/// fields as in
/// grafana/pyroscope, <c>api/push/v1/push.proto</c> and <c>api/types/v1/types.proto</c>.
/// </summary>
internal sealed class PyroscopePush(HttpExport export, PprofExportOptions options) : HttpTarget(export, options)
{
    private const int PushRequest_Series = 1;
    private const int Series_Labels = 1;
    private const int Series_Samples = 2;
    private const int LabelPair_Name = 1;
    private const int LabelPair_Value = 2;
    private const int RawSample_RawProfile = 1;
    private const int RawSample_Id = 2;

    protected override Uri Address => Export.PathOf("push.v1.PusherService/Push");

    protected override HttpContent ContentOf(ExportedProfile profile)
    {
        using MemoryStream message = new(profile.File.Length + 1024);
        ProtoWriter writer = new(message);
        int series = writer.BeginMessage(PushRequest_Series);
        Label(writer, "__name__", profile.PyroscopeName);
        Label(writer, "service_name", Options.ApplicationName);
        foreach ((string name, string value) in PyroscopeLabels.Of(Options))
        {
            Label(writer, name, value);
        }

        int sample = writer.BeginMessage(Series_Samples);
        writer.Bytes(RawSample_RawProfile, profile.File.Span);
        writer.String(RawSample_Id, profile.Id.ToString());
        writer.EndMessage(sample);
        writer.EndMessage(series);
        writer.Flush();
        return new ByteArrayContent(message.ToArray()) { Headers = { ContentType = new MediaTypeHeaderValue("application/proto") } };
    }

    protected override void AddHeaders(HttpRequestMessage request)
    {
        base.AddHeaders(request);
        request.Headers.TryAddWithoutValidation("Connect-Protocol-Version", "1");
    }

    private static void Label(ProtoWriter writer, string name, string value)
    {
        int start = writer.BeginMessage(Series_Labels);
        writer.String(LabelPair_Name, name);
        writer.String(LabelPair_Value, value);
        writer.EndMessage(start);
    }
}

using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using Pprof.Export.Collecting;
using Pprof.Export.Delivery;
using Pprof.Export.Http;
using Pprof.Format;
using static Pprof.Export.Otlp.OtlpFields;

namespace Pprof.Export.Otlp;

/// <summary>OTLP profiles over HTTP: gzip'd protocol buffers.</summary>
internal sealed class OtlpPush(HttpExport export, PprofExportOptions options) : HttpTarget(export, options)
{
    private const int MostBytesOfAnswer = 64 << 10;

    private readonly SortedDictionary<string, string> _resource = ResourceAttributes.Of(options);

    protected override Uri Address => Export.PathOf("v1development/profiles");

    protected override HttpContent ContentOf(ExportedProfile profile)
    {
        using MemoryStream body = new();
        using (GZipStream gzip = new(body, CompressionLevel.Fastest, leaveOpen: true))
        {
            OtlpRequest.Write(gzip, profile, _resource);
        }

        return new ByteArrayContent(body.ToArray())
        {
            Headers = { ContentType = new MediaTypeHeaderValue("application/x-protobuf"), ContentEncoding = { "gzip" } },
        };
    }

    // A success may be one of a part only.
    protected override async Task CheckAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using Stream body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        byte[] answer = new byte[MostBytesOfAnswer];
        int count = await body.ReadAtLeastAsync(answer, answer.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        if (response.Content.Headers.ContentType?.MediaType == "application/x-protobuf" && Refused(answer.AsSpan(0, count)) is { } reason)
        {
            throw new RejectedException(reason);
        }
    }

    private static string? Refused(ReadOnlySpan<byte> answer)
    {
        ProtoReader response = new("ExportProfilesServiceResponse", answer, 0);
        while (response.Next())
        {
            if (response.Field == Response_PartialSuccess)
            {
                return Partial(response.Bytes(out int start), start);
            }

            response.Skip();
        }

        return null;
    }

    private static string? Partial(ReadOnlySpan<byte> message, int offset)
    {
        ProtoReader partial = new("ExportProfilesPartialSuccess", message, offset);
        long rejected = 0;
        string text = "";
        while (partial.Next())
        {
            switch (partial.Field)
            {
                case PartialSuccess_RejectedProfiles:
                    rejected = partial.Int64();
                    break;
                case PartialSuccess_ErrorMessage:
                    text = Encoding.UTF8.GetString(partial.Bytes(out _));
                    break;
                default:
                    partial.Skip();
                    break;
            }
        }

        return rejected > 0 ? $"it refused {rejected} profiles: {text}" : null;
    }
}

using System.Collections.Concurrent;
using System.IO.Compression;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Pprof.TestSupport.Otlp;
using Pprof.TestSupport.Pyroscope;
using Xunit;

namespace Pprof.Export.Tests.Receivers;

/// <summary>Everything that profiles can be sent to, in one server, strict in what it accepts. None of the exporter's
/// code is in it.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    public const string Push = "/push.v1.PusherService/Push";
    public const string Ingest = "/ingest";
    public const string Pprof = "/v1/pprof";
    public const string Otlp = "/v1development/profiles";

    private readonly WebApplication _site;
    private readonly ConcurrentQueue<ReceivedProfile> _received = new();
    private readonly ConcurrentQueue<string> _faults = new();

    private Receiver(WebApplication site) => _site = site;

    public static string[] Routes { get; } = [Push, Ingest, Pprof, Otlp];

    public Uri Address => new(_site.Urls.Single());

    /// <summary>What it has accepted.</summary>
    public IReadOnlyCollection<ReceivedProfile> Received => _received;

    /// <summary>What it found wrong.</summary>
    public IReadOnlyCollection<string> Faults => _faults;

    /// <summary>Answers for a request with a status other than success, or delays it; null to accept.</summary>
    public Func<HttpContext, Task<int?>> Refuse { get; set; } = _ => Task.FromResult<int?>(null);

    public static async Task<Receiver> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        Receiver receiver = new(builder.Build());
        receiver.Map(Push, OnPushAsync, "application/proto", new PushResponse());
        receiver.Map(Ingest, OnIngestAsync);
        receiver.Map(Pprof, OnPprofAsync);
        receiver.Map(Otlp, OnOtlpAsync, "application/x-protobuf", new ExportProfilesServiceResponse());
        await receiver._site.StartAsync();
        return receiver;
    }

    public async ValueTask DisposeAsync() => await _site.DisposeAsync();

    // Kept before it is answered: the sender knows then that it is here.
    private void Map(string path, Func<HttpContext, Task<ReceivedProfile>> read, string type = "text/plain", IMessage? answer = null) =>
        _site.MapPost(path, async context =>
        {
            if (await Refuse(context) is { } status)
            {
                context.Response.StatusCode = status;
                await context.Response.WriteAsync("not now");
            }
            else if (await TryKeepAsync(context, read))
            {
                context.Response.ContentType = type;
                await context.Response.Body.WriteAsync(answer?.ToByteArray() ?? []);
            }
        });

    private async Task<bool> TryKeepAsync(HttpContext context, Func<HttpContext, Task<ReceivedProfile>> read)
    {
        try
        {
            ReceivedProfile profile = await read(context);
            _received.Enqueue(profile with { Headers = context.Request.Headers.ToDictionary(one => one.Key, one => one.Value.ToString()) });
            return true;
        }
        catch (Exception fault)
        {
            _faults.Enqueue($"{context.Request.Path}: {fault}");
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return false;
        }
    }

    private static async Task<ReceivedProfile> OnPushAsync(HttpContext context)
    {
        Assert.Equal("application/proto", context.Request.ContentType);
        Assert.Equal("1", context.Request.Headers["Connect-Protocol-Version"]);
        RawProfileSeries series = PushRequest.Parser.ParseFrom(await BodyAsync(context.Request.Body)).Series.Single();
        Dictionary<string, string> labels = series.Labels.ToDictionary(label => label.Name, label => label.Value);
        RawSample sample = series.Samples.Single();
        Assert.True(Guid.TryParse(sample.ID, out _));
        return new ReceivedProfile(Push, labels["__name__"], ReceivedProfile.Read(sample.RawProfile.ToByteArray())) { Labels = labels };
    }

    private static async Task<ReceivedProfile> OnIngestAsync(HttpContext context)
    {
        IFormCollection form = await context.Request.ReadFormAsync();
        IQueryCollection query = context.Request.Query;
        Assert.True(long.Parse(query["from"]!) <= long.Parse(query["until"]!));
        Dictionary<string, string> labels = query.ToDictionary(one => one.Key, one => one.Value.ToString());
        IFormFile? config = form.Files["sample_type_config"];
        labels["config"] = config is null ? "" : System.Text.Encoding.UTF8.GetString(await BodyAsync(config.OpenReadStream()));
        IFormFile profile = form.Files["profile"]!;
        Assert.Equal("profile.pprof", profile.FileName);
        return new ReceivedProfile(Ingest, query["name"]!, ReceivedProfile.Read(await BodyAsync(profile.OpenReadStream()))) { Labels = labels };
    }

    private static async Task<ReceivedProfile> OnPprofAsync(HttpContext context)
    {
        IReadOnlyList<ReceivedValue> values = ReceivedProfile.Read(await BodyAsync(context.Request.Body));
        return new ReceivedProfile(Pprof, values.Count == 0 ? "" : values[0].Type, values);
    }

    private static async Task<ReceivedProfile> OnOtlpAsync(HttpContext context)
    {
        Assert.Equal("application/x-protobuf", context.Request.ContentType);
        Assert.Equal("gzip", context.Request.Headers.ContentEncoding);
        await using GZipStream body = new(context.Request.Body, CompressionMode.Decompress);
        OtlpMessage message = new(await BodyAsync(body));
        return new ReceivedProfile(Otlp, message.FirstType, message.Values) { Labels = message.Resource };
    }

    private static async Task<byte[]> BodyAsync(Stream body)
    {
        using MemoryStream bytes = new();
        await body.CopyToAsync(bytes);
        return bytes.ToArray();
    }
}

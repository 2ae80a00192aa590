using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Pprof.AspNetCore;

namespace Pprof.Soak.Everything;

/// <summary>A web server with the endpoints, asked for its pages and for its own answer. What it refuses because there was too much is an answer, too.</summary>
internal sealed class ServedProfiles : IDisposable
{
    private const string Own = "hello";
    private static readonly string[] s_paths =
        ["", "goroutine?debug=2", "heap?view=flame", "profile?seconds=1&view=md", "block?debug=1", "exceptions", "cmdline", "symbol?0x1234", "nothing", "heap?seconds=1"];

    private readonly WebApplication _app;
    private readonly HttpClient _client;
    private int _next;

    public ServedProfiles()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddPprof();
        _app = builder.Build();
        _app.MapGet("/", static () => Own);
        _app.MapPprof();
        _app.StartAsync().GetAwaiter().GetResult();
        string address = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        _client = new HttpClient { BaseAddress = new Uri(address), Timeout = TimeSpan.FromMinutes(2) };
    }

    public Storm[] Storms() => [new("pages 1", AskForPage), new("pages 2", AskForPage), new("the server's own answer", AskForOwn)];

    public void Dispose()
    {
        _client.Dispose();
        _app.StopAsync().GetAwaiter().GetResult();
        ((IDisposable)_app).Dispose();
    }

    private void AskForPage()
    {
        string path = s_paths[(uint)Interlocked.Increment(ref _next) % s_paths.Length];
        using HttpResponseMessage answer = Get($"/debug/pprof/{path}");
        HttpStatusCode[] allowed = path switch
        {
            "nothing" => [HttpStatusCode.NotFound, HttpStatusCode.TooManyRequests],

            // Another CPU profile is being taken.
            "profile?seconds=1&view=md" => [HttpStatusCode.OK, HttpStatusCode.InternalServerError, HttpStatusCode.TooManyRequests],
            _ => [HttpStatusCode.OK, HttpStatusCode.TooManyRequests],
        };
        Ensure(allowed.Contains(answer.StatusCode), path, answer);
        Thread.Sleep(50);
    }

    private void AskForOwn()
    {
        using HttpResponseMessage answer = Get("/");
        Ensure(answer.IsSuccessStatusCode && Read(answer) == Own, "/", answer);
        Thread.Sleep(10);
    }

    private HttpResponseMessage Get(string path) => _client.GetAsync(new Uri(path, UriKind.Relative)).GetAwaiter().GetResult();

    private static string Read(HttpResponseMessage answer) => answer.Content.ReadAsStringAsync().GetAwaiter().GetResult();

    private static void Ensure(bool isRight, string path, HttpResponseMessage answer)
    {
        if (!isRight)
        {
            throw new InvalidOperationException($"{path} is answered with {(int)answer.StatusCode}: {Read(answer)}");
        }
    }
}

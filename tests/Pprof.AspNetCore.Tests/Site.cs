using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Pprof.AspNetCore.Tests;

/// <summary>A real server on a free port of 127.0.0.1, with the endpoints mapped, and a client for it.</summary>
internal sealed class Site : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Site(WebApplication app, Uri root)
    {
        _app = app;
        Root = root;
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = root, Timeout = TimeSpan.FromMinutes(5) };
    }

    /// <summary>With a slash at the end.</summary>
    public Uri Root { get; }

    public HttpClient Client { get; }

    public IServiceProvider Services => _app.Services;

    public static async Task<Site> StartAsync(
        Action<PprofOptions>? options = null,
        Action<WebApplicationBuilder>? build = null,
        Action<WebApplication>? use = null,
        Action<IEndpointConventionBuilder>? conventions = null,
        string prefix = "/debug/pprof")
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        // Tests of a file ask one server a hundred times, on machines of any speed.
        builder.Services.AddPprof(all => all.MaxLoad = double.PositiveInfinity);
        builder.Services.AddPprof(options);
        build?.Invoke(builder);
        WebApplication app = builder.Build();
        use?.Invoke(app);
        IEndpointConventionBuilder endpoints = app.MapPprof(prefix);
        conventions?.Invoke(endpoints);
        await app.StartAsync();
        string address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return new Site(app, new Uri(address + "/"));
    }

    /// <summary>Of a path below the prefix.</summary>
    public Task<HttpResponseMessage> GetAsync(string path, CancellationToken cancellationToken = default) =>
        Client.GetAsync(new Uri($"debug/pprof/{path}", UriKind.Relative), cancellationToken);

    /// <summary>The body of an answer that must be a success.</summary>
    public async Task<byte[]> BytesAsync(string path)
    {
        using HttpResponseMessage response = await GetAsync(path);
        byte[] body = await response.Content.ReadAsByteArrayAsync();
        Assert200(response, body);
        return body;
    }

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }

    private static void Assert200(HttpResponseMessage response, byte[] body)
    {
        if (response.StatusCode != HttpStatusCode.OK)
        {
            Xunit.Assert.Fail($"{response.RequestMessage?.RequestUri}: {(int)response.StatusCode} {System.Text.Encoding.UTF8.GetString(body)}");
        }
    }
}

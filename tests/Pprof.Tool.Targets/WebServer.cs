using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Pprof.Tool.Targets;

/// <summary>A web server that is asked all the time, by itself.</summary>
internal static class WebServer
{
    private static readonly Lock s_lock = new();

    public static async Task RunAsync()
    {
        using CpuLog log = new();
        WebApplicationBuilder builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using WebApplication app = builder.Build();
        app.MapGet("/", (Delegate)Answer);
        await app.StartAsync();
        using CancellationTokenSource end = new();
        Task[] clients = [.. Enumerable.Range(0, 4).Select(_ => AskAsync(app.Urls.First(), end.Token))];
        Console.WriteLine("ready");
        await Task.Run(Console.ReadLine);
        await end.CancelAsync();
        await Task.WhenAll(clients);
        log.Print();
    }

    private static async Task<string> Answer(HttpContext context)
    {
        await Task.Delay(1);
        _ = Lost.WaitForeverAsync();
        lock (s_lock)
        {
            Thread.Sleep(1);
        }

        new Thread(() => { }).Start();
        try
        {
            throw new InvalidOperationException(context.TraceIdentifier);
        }
        catch (InvalidOperationException e)
        {
            return string.Concat(Enumerable.Range(0, 200).Select(i => e.Message + i));
        }
    }

    private static async Task AskAsync(string address, CancellationToken end)
    {
        using HttpClient client = new();
        while (!end.IsCancellationRequested)
        {
            await client.GetStringAsync(address, CancellationToken.None);
        }
    }
}

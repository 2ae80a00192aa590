using System.Text.Json;
using Pprof;

namespace WebBench;

/// <summary>
/// The server, in a process of its own: each request looks up, sorts and serializes some rows, some tens of microseconds of work and a good deal of garbage, which is
/// what small services do between two awaits.
/// </summary>
internal static class Server
{
    public const string ChildArgument = "--serve";

    public static async Task<int> RunAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddPprof();
        await using WebApplication app = builder.Build();
        app.MapPprof();
        app.MapGet("/rows/{id:int}", (int id) => Rows(id));
        app.MapPost("/heap/on", () => Profiling.Enable(ProfileKinds.Heap));
        app.MapPost("/heap/off", () => Profiling.Disable(ProfileKinds.Heap));
        await app.StartAsync();
        Console.WriteLine(app.Urls.First());

        // Until the bench closes its end of the pipe, by intent or by its own end.
        await Console.In.ReadToEndAsync();
        return 0;
    }

    private static string Rows(int id)
    {
        Dictionary<string, int> rows = [];
        for (int i = 0; i < 100; i++)
        {
            rows[$"row {(id * 7919 + i * 104729) % 1000}"] = i;
        }

        return JsonSerializer.Serialize(rows.OrderBy(row => row.Value).ThenBy(row => row.Key, StringComparer.Ordinal).Select(row => new { row.Key, row.Value }));
    }
}

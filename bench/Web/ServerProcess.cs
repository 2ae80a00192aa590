using System.Diagnostics;

namespace WebBench;

/// <summary>The server from the outside.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly HttpClient _client;

    private ServerProcess(Process process, Uri root)
    {
        _process = process;
        _client = new HttpClient { BaseAddress = root, Timeout = TimeSpan.FromMinutes(5) };
    }

    public Uri Load => new(_client.BaseAddress!, "rows/17");

    public static async Task<ServerProcess> StartAsync()
    {
        ProcessStartInfo start = new("dotnet", [typeof(ServerProcess).Assembly.Location, Server.ChildArgument]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        Process process = Process.Start(start)!;
        string address = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The server did not start.");
        return new ServerProcess(process, new Uri(address));
    }

    public async Task SetHeapAsync(bool isOn)
    {
        using HttpResponseMessage response = await _client.PostAsync(new Uri(isOn ? "heap/on" : "heap/off", UriKind.Relative), null);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>Size of the profile in bytes.</summary>
    public async Task<int> ProfileAsync(string path) => (await _client.GetByteArrayAsync(new Uri($"debug/pprof/{path}", UriKind.Relative))).Length;

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}

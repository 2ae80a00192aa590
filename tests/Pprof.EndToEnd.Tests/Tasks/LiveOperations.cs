using System.Net;
using System.Net.Sockets;

namespace Pprof.EndToEnd.Tests.Tasks;

/// <summary>Thousands of operations that something will complete though nobody holds the operation: a timer, a socket, a file, a lock, a token, work of the pool.</summary>
internal sealed class LiveOperations : IDisposable
{
    private const int Sockets = 100;

    private readonly SemaphoreSlim _semaphore = new(0);
    private readonly CancellationTokenSource _end = new();
    private readonly TaskCompletionSource _source = new();
    private readonly List<Socket> _sockets = [];
    private readonly TemporaryFile _file = new();
    private long _completed;

    /// <summary>How many were started.</summary>
    public int Started { get; private set; }

    /// <summary>How many have ended.</summary>
    public long Completed => Interlocked.Read(ref _completed);

    public void Start(int count)
    {
        for (int i = 0; i < count / 5; i++)
        {
            Run(Task.Delay(Timeout.Infinite, _end.Token));
            Run(_semaphore.WaitAsync());
            Run(_source.Task);
            Run(new TaskCompletionSource().Task.WaitAsync(_end.Token));
            Run(WaitForTimer());
        }

        StartSockets();
        Run(ReadFile());
    }

    public void Dispose()
    {
        _end.Cancel();
        _source.TrySetResult();
        _semaphore.Release(Started);
        _sockets.ForEach(socket => socket.Dispose());
        _file.Dispose();
    }

    private void StartSockets()
    {
        using Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(Sockets);
        for (int i = 0; i < Sockets; i++)
        {
            Socket client = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            client.Connect(listener.LocalEndPoint!);
            _sockets.Add(listener.Accept());
            Run(client.ReceiveAsync(new byte[1]));
        }
    }

    private void Run(Task what)
    {
        Started++;
        _ = Await(what);
    }

    private async Task Await(Task what)
    {
        await what.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        Interlocked.Increment(ref _completed);
    }

    private async Task WaitForTimer()
    {
        using PeriodicTimer timer = new(TimeSpan.FromSeconds(30));
        try
        {
            await timer.WaitForNextTickAsync(_end.Token);
        }
        catch (OperationCanceledException)
        {
        }
    }

    private async Task ReadFile()
    {
        byte[] buffer = new byte[1 << 16];
        await using FileStream stream = new(_file.Path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, useAsync: true);
        while (!_end.IsCancellationRequested)
        {
            stream.Position = 0;
            _ = await stream.ReadAsync(buffer);
        }
    }

    private sealed class TemporaryFile : IDisposable
    {
        public TemporaryFile() => File.WriteAllBytes(Path, new byte[1 << 16]);

        public string Path { get; } = System.IO.Path.GetTempFileName();

        public void Dispose() => File.Delete(Path);
    }
}

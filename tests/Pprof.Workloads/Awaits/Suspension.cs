using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using System.Threading.Tasks.Sources;

namespace Pprof.Workloads.Awaits;

/// <summary>Ways in which an async method comes to be suspended and resumed.</summary>
internal static class Suspension
{
    private const int Ways = 9;

    private static readonly BlockingCollection<Action> s_pump = [];
    private static readonly Channel<int> s_channel = Channel.CreateUnbounded<int>();
    private static readonly SemaphoreSlim s_semaphore = new(0);
    private static readonly SemaphoreSlim s_oneReader = new(1);
    private static readonly byte[] s_buffer = new byte[1];
    private static Socket s_receiver = null!;
    private static Socket s_sender = null!;

    /// <summary>The number of the one way to be used; null for all.</summary>
    public static int? Only { get; set; }

    public static void Start()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        s_sender = new Socket(SocketType.Stream, ProtocolType.Tcp);
        s_sender.Connect(listener.LocalEndpoint);
        s_receiver = listener.AcceptSocket();
        new Thread(Pump) { IsBackground = true, Name = "pump" }.Start();
    }

    /// <param name="seed">Chooses the way.</param>
    /// <param name="complete">Completes a source from another async method.</param>
    public static ValueTask Of(ulong seed, Action<TaskCompletionSource, ulong> complete) => (Only ?? (int)((seed >> 12) % Ways)) switch
    {
        0 => new ValueTask(OfPool()),
        1 => new ValueTask(Task.Delay(1)),
        2 => OfChannel(),
        3 => OfSemaphore(),
        4 => new ValueTask(OfSource()),
        5 => OfValueTaskSource(),
        6 => new ValueTask(OfSocket()),
        7 => OfMethod(seed, complete),
        _ => default,
    };

    private static void Pump()
    {
        foreach (Action action in s_pump.GetConsumingEnumerable())
        {
            action();
        }
    }

    private static Task OfPool()
    {
        TaskCompletionSource source = new();
        ThreadPool.UnsafeQueueUserWorkItem(static state => ((TaskCompletionSource)state!).SetResult(), source);
        return source.Task;
    }

    private static ValueTask OfChannel()
    {
        s_pump.Add(static () => s_channel.Writer.TryWrite(1));
        ValueTask<int> read = s_channel.Reader.ReadAsync();
        return new ValueTask(read.AsTask());
    }

    private static ValueTask OfSemaphore()
    {
        s_pump.Add(static () => s_semaphore.Release());
        return new ValueTask(s_semaphore.WaitAsync());
    }

    private static Task OfSource()
    {
        TaskCompletionSource source = new();
        s_pump.Add(source.SetResult);
        return source.Task;
    }

    private static ValueTask OfValueTaskSource()
    {
        Source source = new();
        s_pump.Add(source.Complete);
        return new ValueTask(source, source.Version);
    }

    private static ValueTask OfMethod(ulong seed, Action<TaskCompletionSource, ulong> complete)
    {
        TaskCompletionSource source = new();
        complete(source, seed);
        return new ValueTask(source.Task);
    }

    private static async Task OfSocket()
    {
        await s_oneReader.WaitAsync();
        try
        {
            s_pump.Add(static () => s_sender.Send(new byte[1]));
            await s_receiver.ReceiveAsync(s_buffer.AsMemory(), SocketFlags.None);
        }
        finally
        {
            s_oneReader.Release();
        }
    }

    private sealed class Source : IValueTaskSource
    {
        private ManualResetValueTaskSourceCore<bool> _core;

        public short Version => _core.Version;

        public void Complete() => _core.SetResult(true);

        public void GetResult(short token) => _core.GetResult(token);

        public ValueTaskSourceStatus GetStatus(short token) => _core.GetStatus(token);

        public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
            _core.OnCompleted(continuation, state, token, flags);
    }
}

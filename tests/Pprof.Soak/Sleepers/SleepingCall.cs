using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Pprof.Soak.Sleepers;

/// <summary>A blocking call with a time-out.</summary>
/// <param name="Name">As a person would write it.</param>
/// <param name="Make">Prepares the call for one thread. What it makes waits for so many milliseconds and answers whether the wait was cut short.</param>
internal sealed record SleepingCall(string Name, Func<Func<int, bool>> Make)
{
    public static IReadOnlyList<SleepingCall> All { get; } =
    [
        new("poll", NativeCalls.Poll),
        new("select", NativeCalls.Select),
        new("epoll_wait", NativeCalls.EpollWait),
        new("nanosleep", NativeCalls.NanoSleep),
        new("sem_timedwait", NativeCalls.SemaphoreTimedWait),
        new("recv, SO_RCVTIMEO", NativeCalls.Receive),
        new("accept, SO_RCVTIMEO", NativeCalls.Accept),
        new("Socket.Receive", SocketReceive),
        new("Thread.Sleep", () => milliseconds => IsShort(milliseconds, () => Thread.Sleep(milliseconds))),
        new("Monitor.Wait", MonitorWait),
    ];

    private static Func<int, bool> MonitorWait()
    {
        object gate = new();
        return milliseconds => IsShort(milliseconds, () =>
        {
            lock (gate)
            {
                Monitor.Wait(gate, milliseconds);
            }
        });
    }

    private static Func<int, bool> SocketReceive()
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return milliseconds =>
        {
            socket.ReceiveTimeout = milliseconds;
            return IsShort(milliseconds, () => ReceiveNothing(socket));
        };
    }

    private static void ReceiveNothing(Socket socket)
    {
        try
        {
            socket.Receive(new byte[1]);
        }
        catch (SocketException timeout) when (timeout.SocketErrorCode == SocketError.TimedOut)
        {
        }
    }

    // Kernel and runtime count in milliseconds of their own, which may begin one before ours.
    private static bool IsShort(int milliseconds, Action wait)
    {
        long start = Stopwatch.GetTimestamp();
        wait();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds < milliseconds - 2;
    }
}

using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Pprof.Soak.Sleepers;

/// <summary>Waits as native libraries make them: the end of the system call is the end of the wait. Each answers whether a signal ended it.</summary>
internal static unsafe partial class NativeCalls
{
    private const int EINTR = 4;
    private const int SOL_SOCKET = 1;
    private const int SO_RCVTIMEO = 20;
    private const int CLOCK_REALTIME = 0;

    // sem_t, with room to spare.
    private const int SemaphoreBytes = 64;
    private const int EventBytes = 16;

    public static Func<int, bool> Poll() => milliseconds => WasInterrupted(poll(null, 0, milliseconds));

    public static Func<int, bool> Select() => milliseconds =>
    {
        TimeValue time = new() { Fraction = milliseconds * 1_000L };
        return WasInterrupted(select(0, null, null, null, &time));
    };

    public static Func<int, bool> EpollWait()
    {
        int queue = epoll_create1(0);
        return milliseconds =>
        {
            byte* events = stackalloc byte[EventBytes];
            return WasInterrupted(epoll_wait(queue, events, 1, milliseconds));
        };
    }

    public static Func<int, bool> NanoSleep() => milliseconds =>
    {
        TimeValue time = new() { Fraction = milliseconds * 1_000_000L };
        return WasInterrupted(nanosleep(&time, null));
    };

    public static Func<int, bool> SemaphoreTimedWait()
    {
        nint semaphore = (nint)NativeMemory.AllocZeroed(SemaphoreBytes);
        return milliseconds =>
        {
            TimeValue until;
            _ = clock_gettime(CLOCK_REALTIME, &until);
            long fraction = until.Fraction + (milliseconds * 1_000_000L);
            until = new TimeValue { Seconds = until.Seconds + (fraction / 1_000_000_000), Fraction = fraction % 1_000_000_000 };
            return WasInterrupted(sem_timedwait((void*)semaphore, &until));
        };
    }

    public static Func<int, bool> Receive()
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return milliseconds =>
        {
            byte data;
            SetTimeout(socket, milliseconds);
            return WasInterrupted((int)recv((int)socket.Handle, &data, 1, 0));
        };
    }

    public static Func<int, bool> Accept()
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        socket.Listen();
        return milliseconds =>
        {
            SetTimeout(socket, milliseconds);
            return WasInterrupted(accept((int)socket.Handle, null, null));
        };
    }

    private static void SetTimeout(Socket socket, int milliseconds)
    {
        TimeValue time = new() { Fraction = milliseconds * 1_000L };
        if (setsockopt((int)socket.Handle, SOL_SOCKET, SO_RCVTIMEO, &time, (uint)sizeof(TimeValue)) != 0)
        {
            throw new InvalidOperationException($"setsockopt: error {Marshal.GetLastPInvokeError()}");
        }
    }

    private static bool WasInterrupted(int result) => result < 0 && Marshal.GetLastPInvokeError() == EINTR;

    [LibraryImport("libc", SetLastError = true)]
    private static partial int poll(void* files, nuint count, int milliseconds);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int select(int count, void* read, void* write, void* except, TimeValue* time);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int epoll_create1(int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int epoll_wait(int queue, void* events, int count, int milliseconds);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int nanosleep(TimeValue* time, TimeValue* left);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int clock_gettime(int clock, TimeValue* time);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int sem_timedwait(void* semaphore, TimeValue* until);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint recv(int socket, void* data, nuint length, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int accept(int socket, void* address, void* length);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int setsockopt(int socket, int level, int option, void* value, uint length);

    /// <summary><c>timespec</c> or <c>timeval</c>: the fraction is in nanoseconds or in microseconds.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct TimeValue
    {
        public long Seconds;
        public long Fraction;
    }
}

using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Pprof.Profiles.Goroutine;
using Pprof.Profiles.Naming;
using Pprof.Runtime;
using Pprof.Sampling;
using Pprof.TestSupport;
using Xunit;

namespace Pprof.EndToEnd.Tests.Threads;

/// <summary>What a snapshot does to threads that wait: nothing; and what the signal would do to them where it must be sent.</summary>
public sealed class InterruptedWaitTests
{
    private const int Milliseconds = 400;

    // Some, and no more: a receive with a timeout begins its time anew after each signal and would never end.
    private const int MostSnapshots = 20;

    public static TheoryData<string> Waits => new(WaitsByName.Keys);

    private static Dictionary<string, Func<bool>> WaitsByName => new()
    {
        ["Thread.Sleep"] = () =>
        {
            Thread.Sleep(Milliseconds);
            return true;
        },
        ["Monitor.Wait"] = () =>
        {
            object gate = new();
            lock (gate)
            {
                return !Monitor.Wait(gate, Milliseconds);
            }
        },
        ["WaitHandle.WaitOne"] = () => !new ManualResetEvent(false).WaitOne(Milliseconds),
        ["SemaphoreSlim.Wait"] = () => !new SemaphoreSlim(0).Wait(Milliseconds),
        ["Task.Wait"] = () => !new TaskCompletionSource().Task.Wait(Milliseconds),
        ["Socket.Receive"] = ReceiveTimesOut,
        ["Socket.Poll"] = () => !Listener().Poll(TimeSpan.FromMilliseconds(Milliseconds), SelectMode.SelectRead),
        ["Process.WaitForExit"] = () =>
        {
            using Process process = Process.Start("sleep", "0.4");
            return process.WaitForExit(30_000);
        },
    };

    [Theory]
    [MemberData(nameof(Waits))]
    public void Wait_of_the_class_library_lasts_as_long_as_it_should_also_when_the_signal_is_sent(string name) =>
        Assert.False(EndsEarly(WaitsByName[name]));

    [Fact]
    public void Wait_in_a_native_library_is_not_cut_short()
    {
        NativeWait wait = new();
        for (int i = 0; i < MostSnapshots; i++)
        {
            TakeSnapshot(byForce: false);
            Assert.True(wait.IsWaiting);
        }

        // Shows that the test can fail, and what the library spares such code.
        TakeSnapshot(byForce: true);
        Patience.Until("the signal has ended the wait", () => wait.HasEnded);
    }

    private static bool EndsEarly(Func<bool> wait)
    {
        bool isRight = false;
        int id = 0;
        TimeSpan elapsed = default;
        Thread thread = new(() =>
        {
            Volatile.Write(ref id, StackCapture.CurrentThreadId);
            long start = Stopwatch.GetTimestamp();
            isRight = wait();
            elapsed = Stopwatch.GetElapsedTime(start);
        });
        thread.Start();
        SpinWait.SpinUntil(() => !thread.IsAlive || SystemCallFile.TryRead(Volatile.Read(ref id), out _));
        for (int i = 0; i < MostSnapshots && thread.IsAlive; i++)
        {
            TakeSnapshot(byForce: true);
        }

        thread.Join();
        return !isRight || elapsed.TotalMilliseconds < Milliseconds - 20;
    }

    private static void TakeSnapshot(bool byForce) =>
        GC.KeepAlive(GoroutineSnapshot.Take(ProfilingParts.OfCounts, byForce ? default : RuntimeDescription.Current.Roster, noSignal: null));

    private static bool ReceiveTimesOut()
    {
        using Socket listener = Listener();
        using Socket client = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveTimeout = Milliseconds };
        client.Connect(listener.LocalEndPoint!);
        try
        {
            client.Receive(new byte[1]);
            return false;
        }
        catch (SocketException timeout)
        {
            return timeout.SocketErrorCode == SocketError.TimedOut;
        }
    }

    private static Socket Listener()
    {
        Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        return listener;
    }
}

using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Pprof.EndToEnd.Tests.Viewer;
using Pprof.EventPipe.Hub;
using Pprof.Profiles.Waits;
using Pprof.TestSupport;
using Xunit;
using Proto = Pprof.TestSupport.Proto;

namespace Pprof.EndToEnd.Tests.Waits;

/// <summary>What a sample of <c>block</c> says of its wait: the line of the program that waited, and whether it was for a socket. With sessions of their own.</summary>
public sealed class WaitLineTests
{
    private static int s_line;

    [Fact]
    public void Frame_that_waited_has_its_file_and_line()
    {
        using SemaphoreSlim signal = new(0);
        Proto.Profile block = RecordWaiting(nameof(WaitOnLine), () => WaitOnLine(signal), () => signal.Release());
        (string file, long line) = PlaceOf(block, Single(block, nameof(WaitOnLine)), nameof(WaitOnLine));
        Assert.EndsWith("WaitLineTests.cs", file, StringComparison.Ordinal);
        Assert.Equal(s_line, line);
    }

    [Fact]
    public async Task Wait_for_a_socket_is_labelled_and_another_one_is_not()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();

        // After this, synchronous calls wait for the runtime's poller, and not in the kernel.
        ValueTask<Socket> first = listener.Server.AcceptAsync(CancellationToken.None);
        Connect(listener);
        (await first).Dispose();
        using SemaphoreSlim signal = new(0);
        Proto.Profile accept = RecordWaiting(nameof(AcceptOne), () => AcceptOne(listener), () => Connect(listener));
        Proto.Profile semaphore = RecordWaiting(nameof(WaitOnLine), () => WaitOnLine(signal), () => signal.Release());

        Assert.Equal("socket", ProfileOracle.Label(accept, Single(accept, nameof(AcceptOne)), "wait"));
        Assert.Equal("SemaphoreSlim.Wait", ProfileOracle.Label(semaphore, Single(semaphore, nameof(WaitOnLine)), "wait"));
        Assert.EndsWith(nameof(WaitOnLine), ProfileOracle.Names(semaphore, Single(semaphore, nameof(WaitOnLine))).First(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_library_waits_for_on_its_callers_thread_is_left_out()
    {
        EventHub hub = new();
        WaitProfile block = new(hub, WaitSource.Block);
        Assert.Null(block.TryEnable());
        for (int i = 0; i < 3; i++)
        {
            Read(block);
        }

        block.Disable();
        Proto.Profile profile = Read(block);
        Assert.DoesNotContain(profile.Sample, sample => ProfileOracle.Names(profile, sample).Any(name => name.EndsWith("FlushMarks.WaitFor", StringComparison.Ordinal)));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void WaitOnLine(SemaphoreSlim signal)
    {
        s_line = SourceLine.Here() + 1;
        signal.Wait();
        GC.KeepAlive(signal);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void AcceptOne(TcpListener listener)
    {
        listener.Server.Accept().Dispose();
        GC.KeepAlive(listener);
    }

    private static void Connect(TcpListener listener)
    {
        using Socket client = new(SocketType.Stream, ProtocolType.Tcp);
        client.Connect(listener.LocalEndpoint);
    }

    // On a busy machine a thread may spin until it is let go, and never block.
    private static Proto.Profile RecordWaiting(string method, ThreadStart wait, Action release)
    {
        Proto.Profile block = Record(wait, release);
        for (int tries = 1; Single(block, method) is null && tries < 20; tries++)
        {
            block = Record(wait, release);
        }

        return block;
    }

    private static Proto.Profile Record(ThreadStart wait, Action release)
    {
        EventHub hub = new();
        WaitProfile block = new(hub, WaitSource.Block);
        Assert.Null(block.TryEnable());
        Thread thread = new(wait) { IsBackground = true };
        thread.Start();
        Assert.True(SpinWait.SpinUntil(() => thread.ThreadState.HasFlag(ThreadState.WaitSleepJoin), Patience.Limit));

        // In the state also while it spins.
        Thread.Sleep(100);
        release();
        Assert.True(thread.Join(Patience.Limit));
        block.Disable();
        return Read(block);
    }

    private static Proto.Profile Read(WaitProfile block)
    {
        using MemoryStream stream = new();
        block.WriteTo(stream, 0);
        return ProfileOracle.AssertValid(stream);
    }

    // The longest: a lock inside may have been contended for an instant.
    private static Proto.Sample Single(Proto.Profile profile, string method) =>
        profile.Sample.Where(sample => ProfileOracle.Names(profile, sample).Any(name => name.EndsWith($".{method}", StringComparison.Ordinal))).MaxBy(sample => sample.Value[1])!;

    private static (string File, long Line) PlaceOf(Proto.Profile profile, Proto.Sample sample, string method)
    {
        Dictionary<ulong, Proto.Function> functions = profile.Function.ToDictionary(function => function.Id);
        Proto.Line line = sample.LocationId.SelectMany(id => profile.Location.Single(location => location.Id == id).Line)
            .First(line => profile.StringTable[(int)functions[line.FunctionId].Name].EndsWith($".{method}", StringComparison.Ordinal));
        return (profile.StringTable[(int)functions[line.FunctionId].Filename], line.Line_);
    }
}

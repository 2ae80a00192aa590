namespace Pprof.Sampling;

/// <summary>
/// The native agent in this process: found, loaded, attached at the first start, then switched on and off. One user in a process at a time. Callers'
/// threads; <see cref="Samples"/> by one thread at a time.
/// </summary>
internal sealed unsafe class HeapAgent
{
    // An administrator's switch for profilers, which the runtime does not ask for when one is attached.
    private const string ProfilerSwitch = "DOTNET_EnableDiagnostics_Profiler";
    private static readonly Lock s_gate = new();
    private static AgentAttachment? s_attachment;
    private readonly AgentLibrary _library;

    private HeapAgent(AgentLibrary library)
    {
        _library = library;
        Samples = new AgentRing(library.Board);
    }

    /// <summary>What allocating threads have recorded.</summary>
    public AgentRing Samples { get; }

    /// <summary>Allocations for which there was no room, since the process began.</summary>
    public long Lost => Volatile.Read(ref _library.Board->Lost);

    /// <summary>Weak handles made and not yet freed.</summary>
    public long Handles => Volatile.Read(ref _library.Board->Handles);

    /// <summary>Collections ever ended while the agent was attached.</summary>
    public long Collections => Volatile.Read(ref _library.Board->Collections);

    /// <summary>When the last collection began that ended and left the oldest generation alone; monotonic clock, nanoseconds.</summary>
    public long LastYoung => Volatile.Read(ref _library.Board->Young);

    /// <summary>When the last collection of all generations began that ended, or did its first part; monotonic clock, nanoseconds.</summary>
    public long LastOldest => Volatile.Read(ref _library.Board->Oldest);

    /// <summary>Null with a reason, one sentence without its full stop; nothing has changed then.</summary>
    public static HeapAgent? TryStart(out string? reason)
    {
        string? path = AgentFile.TryFind(out reason);
        return path is null ? null : TryStart(path, out reason);
    }

    internal static HeapAgent? TryStart(string path, out string? reason)
    {
        lock (s_gate)
        {
            AgentLibrary? library = IsSwitchedOff(out reason) ? null : AgentLibrary.TryLoad(path, out reason);
            return library is not null && TryTake(library, path, out reason) ? new HeapAgent(library) : null;
        }
    }

    /// <summary>After it has returned no sample is added.</summary>
    public void Stop()
    {
        lock (s_gate)
        {
            _library.Stop();
        }
    }

    /// <summary>Lets others use the agent. All samples have been read and all handles freed.</summary>
    public void Release() => Interlocked.Exchange(ref _library.Board->Taken, 0);

    /// <summary>The object is gone or is not followed any more.</summary>
    public void Free(nint handle)
    {
        WeakHandle.Free(handle);
        Interlocked.Decrement(ref _library.Board->Handles);
    }

    private static bool IsSwitchedOff(out string? reason)
    {
        bool isOff = Environment.GetEnvironmentVariable(ProfilerSwitch) is "0" or "00000000";
        reason = isOff ? $"profilers are switched off by {ProfilerSwitch}=0; remove it from the environment" : null;
        return isOff;
    }

    private static bool TryTake(AgentLibrary library, string path, out string? reason)
    {
        AgentBoard* board = library.Board;
        if (Interlocked.CompareExchange(ref board->Taken, 1, 0) != 0)
        {
            reason = "another copy of the library in this process uses the native agent; profile with one of them at a time";
            return false;
        }

        reason = Attach(board, path) ?? Start(library);
        if (reason is not null)
        {
            Interlocked.Exchange(ref board->Taken, 0);
        }

        return reason is null;
    }

    private static string? Attach(AgentBoard* board, string path)
    {
        if (Volatile.Read(ref board->Attached) != 0)
        {
            return null;
        }

        s_attachment ??= new AgentAttachment(path);
        if (s_attachment.Wait(out string? reason))
        {
            s_attachment = null;
        }

        return reason;
    }

    private static string? Start(AgentLibrary library)
    {
        AgentBoard* board = library.Board;
        nint probe = board->ProbeHandle = WeakHandle.CreateProbe(out byte[] pinned, out nint address);
        int result = library.Start();
        WeakHandle.Free(probe);
        GC.KeepAlive(pinned);
        if (result >= 0 && board->ProbeObject == address)
        {
            return null;
        }

        library.Stop();
        return result < 0
            ? $"the runtime does not send allocation events to the native agent (0x{result:X8}); this library needs .NET 10"
            : "the runtime's weak handles are not those of GCHandle, as in the versions known to this library";
    }
}

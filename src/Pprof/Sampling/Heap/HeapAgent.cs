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

    // Whose file may be gone by now. The same file of another path would be another agent, with a buffer that is never given back.
    private static AgentLibrary? s_known;
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
        lock (s_gate)
        {
            if (s_known is { } library)
            {
                return IsSwitchedOff(out reason) ? null : TryTake(new HeapAgent(library), "", out reason);
            }

            HeapAgent? agent = AgentFile.TryFind(out reason) is { } path ? TryStart(path, out reason) : null;
            s_known = agent?._library;
            return agent;
        }
    }

    internal static HeapAgent? TryStart(string path, out string? reason)
    {
        lock (s_gate)
        {
            AgentLibrary? library = IsSwitchedOff(out reason) ? null : AgentLibrary.TryLoad(path, out reason);
            return library is null ? null : TryTake(new HeapAgent(library), path, out reason);
        }
    }

    /// <summary>After it has returned no sample is added.</summary>
    /// <returns>Null, or why the runtime goes on sampling although nobody asks for it.</returns>
    public string? Stop()
    {
        lock (s_gate)
        {
            return _library.Stop();
        }
    }

    /// <summary>Reads what nobody has read and frees its handles. By the one that reads samples.</summary>
    public void Drain()
    {
        while (Samples.TryRead(out AgentSample sample))
        {
            if (sample.Handle != 0)
            {
                Free(sample.Handle);
            }
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

    private static HeapAgent? TryTake(HeapAgent agent, string path, out string? reason)
    {
        AgentBoard* board = agent._library.Board;
        if (Interlocked.CompareExchange(ref board->Taken, 1, 0) != 0)
        {
            reason = "another copy of the library in this process uses the native agent; profile with one of them at a time";
            return null;
        }

        // What a thread was still writing when the last user stopped.
        agent.Drain();
        reason = TryBegin(agent._library, path);
        if (reason is null)
        {
            return agent;
        }

        agent.Drain();
        agent.Release();
        return null;
    }

    // No thread, or no memory: neither is the host's affair.
    private static string? TryBegin(AgentLibrary library, string path)
    {
        try
        {
            return Attach(library.Board, path) ?? Start(library);
        }
        catch (Exception e) when (e is OutOfMemoryException or ThreadStartException)
        {
            library.Stop();
            return $"the system gives the native agent no thread ({e.GetType().Name}); the process or its user has as many as it may have";
        }
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
        string? refusal = library.Start();
        WeakHandle.Free(probe);
        GC.KeepAlive(pinned);
        if (refusal is null && board->ProbeObject == address)
        {
            return null;
        }

        library.Stop();
        return refusal ?? "the runtime's weak handles are not those of GCHandle, as in the versions known to this library";
    }
}

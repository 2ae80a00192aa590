namespace Pprof.Sampling;

/// <summary>An allocation as the agent recorded it. Its memory is the agent's ring: valid until the next call to the reader.</summary>
internal readonly unsafe ref struct AgentSample(AgentRecord* record)
{
    /// <summary>The handle that follows the object, now the reader's to free; 0 when it cannot be followed.</summary>
    public nint Handle => record->Handle;

    /// <summary>Of one object, in bytes.</summary>
    public long Size => record->Size;

    /// <summary>The kernel's number.</summary>
    public int ThreadId => record->Thread;

    /// <summary>Monotonic clock, nanoseconds.</summary>
    public long Time => record->Time;

    /// <summary>Return addresses, leaf first.</summary>
    public ReadOnlySpan<ulong> Stack => new(record + 1, record->Frames);

    /// <summary>The runtime's own identity of the type.</summary>
    public ulong Type => (ulong)record->Type;

    /// <summary>Cut off after 512 characters.</summary>
    public ReadOnlySpan<char> TypeName => new((ulong*)(record + 1) + record->Frames, record->Name);
}

using System.Runtime.InteropServices;

namespace Pprof.Runtime;

/// <summary>
/// What a signal handler must know of one type to go from an object to who waits for it. Offsets are counted from the
/// object; 0 is none, for that is where
/// every object has its type.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal struct AwaitEntry
{
    /// <summary>The type, as objects name it. Written last: an entry with it is complete.</summary>
    public ulong MethodTable;

    /// <summary>Of the reference to who waits; <see cref="NextInner"/> is not 0 when it lies in the object that is
    /// found there.</summary>
    public ushort Next, NextInner;

    /// <summary>Of the number of the await, or of a task's flags; <see cref="StateInner"/> as above.</summary>
    public ushort State, StateInner;

    public AwaitTraits Traits;
}

/// <summary>What an object can be on the way from what runs to who waits.</summary>
[Flags]
internal enum AwaitTraits : ushort
{
    /// <summary>Nothing that leads on.</summary>
    None = 0,

    /// <summary>Leads on to who waits.</summary>
    Leads = 1,

    /// <summary>The box of an async method.</summary>
    Box = 2,

    /// <summary>A task that may run a delegate.</summary>
    RunsDelegate = 4,
}

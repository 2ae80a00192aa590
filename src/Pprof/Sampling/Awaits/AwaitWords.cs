using System.Runtime.InteropServices;
using Pprof.Runtime;

namespace Pprof.Sampling;

/// <summary>What the signal handler needs to look for who awaits. In native memory that is never unmapped; written
/// before it is handed out.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct AwaitWords
{
    /// <summary>Where objects of the garbage collector's heap can be.</summary>
    public ulong HeapLow, HeapLength;

    public AwaitEntry* Types;

    /// <summary>For a type that is not in <see cref="Types"/>: where its base type is named, and the base type that
    /// makes it a task.</summary>
    public ulong ParentOffset, TaskTable;

    /// <summary>What is done with such a task.</summary>
    public AwaitEntry UnknownTask;

    public int ProcessId;
}

/// <summary>One object on the way from what runs to who awaits, as it was when the thread was interrupted.</summary>
/// <param name="Object">Its address, which is good for that instant only.</param>
/// <param name="MethodTable">Its type.</param>
/// <param name="Next">The object that it leads to; 0 at the end of a chain, <see cref="Beyond"/> when it leads to what
/// is not followed.</param>
/// <param name="Machine">The state machine, when that is an object of its own; else 0.</param>
/// <param name="State">Number of the await, or a task's flags; only with <see cref="HasState"/>.</param>
/// <param name="Kind">How to read the others.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct AwaitLink(ulong Object, ulong MethodTable, ulong Next, ulong Machine, int State, AwaitLinkKind Kind)
{
    /// <summary>No object is there.</summary>
    public const ulong Beyond = 1;

    public bool IsStart => (Kind & AwaitLinkKind.Start) != 0;

    public bool IsType => (Kind & AwaitLinkKind.Type) != 0;

    public bool HasState => (Kind & AwaitLinkKind.HasState) != 0;
}

[Flags]
internal enum AwaitLinkKind
{
    None = 0,

    /// <summary>Found on the stack; the links up to the next start are what it leads to.</summary>
    Start = 1,

    HasState = 2,

    /// <summary>Only a type that is to be looked at.</summary>
    Type = 4,
}

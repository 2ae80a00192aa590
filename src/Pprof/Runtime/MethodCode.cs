namespace Pprof.Runtime;

/// <summary>What the runtime's tables say about the code at one address.</summary>
internal readonly record struct MethodCode
{
    public MethodCodeKind Kind { get; init; }

    /// <summary>First instruction of the method's body, also when the address lies in one of its funclets.</summary>
    public ulong Start { get; init; }

    /// <summary>The method's MethodDesc; 0 when unknown.</summary>
    public ulong MethodDesc { get; init; }

    /// <summary>Bounds of the unwind entry that holds the address: the body, or one funclet (a catch, finally, fault or filter block).</summary>
    public ulong EntryBegin { get; init; }

    public ulong EntryEnd { get; init; }

    /// <summary>Where the entry's unwind codes lie.</summary>
    public ulong UnwindInfo { get; init; }

    /// <summary>Code header of jitted code, from which debug information is reached; 0 for ready-to-run code.</summary>
    public ulong CodeHeader { get; init; }

    /// <summary>Base address of the ready-to-run image; 0 for jitted code.</summary>
    public ulong ImageBase { get; init; }

    /// <summary>Of a piece of glue in a code heap: the runtime's number for its kind; 0 when it has none. See <see cref="GlueKind"/>.</summary>
    public GlueKind Glue { get; init; }

    public bool IsFunclet { get; init; }

    /// <summary>The code may be freed while the program runs (dynamic methods, collectible assemblies): no answer about it may be kept.</summary>
    public bool IsTransient { get; init; }

    /// <summary>Glue written in IL (marshalling, tail-call dispatch, delegate shuffles): compiled like a method, but none of the program's.</summary>
    public bool IsILStub { get; init; }

    public bool IsReadyToRun => Kind == MethodCodeKind.ReadyToRun;
}

/// <summary>Who made the code at an address.</summary>
internal enum MethodCodeKind : byte
{
    /// <summary>Not code the runtime manages: a native image, or nothing at all.</summary>
    None,

    /// <summary>A piece of glue inside a range the runtime manages: precode, call-counting stub, import thunk. No method, no unwind codes.</summary>
    Glue,

    /// <summary>A method compiled by the JIT in this process.</summary>
    Jitted,

    /// <summary>A method compiled ahead of time, in a mapped image.</summary>
    ReadyToRun,
}

namespace Pprof.Runtime;

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

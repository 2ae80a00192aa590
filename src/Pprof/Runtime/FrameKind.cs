namespace Pprof.Runtime;

/// <summary>The runtime's explicit Frames by the way in which they tell where managed code was left.</summary>
internal enum FrameKind : byte
{
    /// <summary>Tells nothing about registers (a debugger's or a garbage collector's note); skipped.</summary>
    Other,

    /// <summary>A P/Invoke: stack pointer, return address and frame pointer of the caller.</summary>
    InlinedCall,

    /// <summary>A thread stopped at an instruction by the runtime: pointer to its registers.</summary>
    Resumable,

    /// <summary>A hardware fault in managed code: the registers at the faulting instruction.</summary>
    FaultingException,

    /// <summary>A throw: the registers at the call that threw.</summary>
    SoftwareException,

    /// <summary>A method being prepared for its first call (compiled, perhaps): like <see cref="Transition"/>, and the method has no frame yet.</summary>
    Prestub,

    /// <summary>
    /// Where the runtime itself was entered on a thread that came from native code, such as the finalizer's. By itself it tells
    /// nothing; as the only Frame of a thread outside of managed code it tells that there is no managed frame.
    /// </summary>
    Entry,

    /// <summary>A call into the runtime by an assembly stub that saved everything in a transition block.</summary>
    Transition,
}

namespace Pprof.Unwinding.Managed;

/// <summary>Finds out about the code of a frame. Any thread; never throws; slow, so its answers are cached.</summary>
internal interface IFrameRules
{
    /// <param name="ip">The instruction about to run, or where a call returns to.</param>
    /// <param name="isReturnAddress">Which of both.</param>
    FrameCode Find(ulong ip, bool isReturnAddress);

    /// <summary>The rule that holds in a method's body behind its prolog; without a rule where that cannot be told.</summary>
    /// <param name="methodStart">As <see cref="FrameCode.MethodStart"/> says.</param>
    FrameCode FindBody(ulong methodStart);
}

/// <summary>The code of one frame: how to leave it, and which method's it is.</summary>
/// <param name="Rule">Valid for managed code without <see cref="CodeTraits.NoRule"/>.</param>
/// <param name="MethodStart">First instruction of the method, the same for its body and its funclets.</param>
/// <param name="Traits">The rest.</param>
internal readonly record struct FrameCode(FrameRule Rule, ulong MethodStart, CodeTraits Traits)
{
    public bool IsManaged => (Traits & CodeTraits.Managed) != 0;

    public bool Is(CodeTraits trait) => (Traits & trait) != 0;
}

/// <summary>
/// How to step out of a managed frame: its canonical frame address (CFA, the caller's rsp) is rsp or rbp plus an offset, the
/// return address lies right below it, and the caller's rbp was saved at an offset from it or is still in the register.
/// JIT-compiled code uses no other register as frame base, so this is all there is to know.
/// </summary>
/// <param name="CfaOffset">From the base register to the CFA.</param>
/// <param name="RbpOffset">From the CFA to the saved rbp, negative; 0 (where it cannot lie) when rbp was not saved.</param>
/// <param name="BaseIsRbp">Whether the base register is rbp; else it is rsp.</param>
internal readonly record struct FrameRule(int CfaOffset, int RbpOffset, bool BaseIsRbp);

/// <summary>What a walk needs to know about the code at an address, beside the rule.</summary>
[Flags]
internal enum CodeTraits : uint
{
    None = 0,

    /// <summary>Managed code; everything else is left to the native unwinder.</summary>
    Managed = 1,

    /// <summary>A catch, finally, fault or filter block: rbp is its method's.</summary>
    Funclet = 2,

    /// <summary>Glue written in IL, which <c>StackTrace</c> does not show.</summary>
    Hidden = 4,

    /// <summary>Managed, but its unwind codes were not understood: there is no rule.</summary>
    NoRule = 8,

    /// <summary>The answer must not be kept: the code may be freed.</summary>
    Transient = 16,

    /// <summary>Not managed, and no call stands before it: nobody can return there in the ordinary way.</summary>
    NotAfterCall = 32,
}

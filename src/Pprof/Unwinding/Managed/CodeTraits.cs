namespace Pprof.Unwinding.Managed;

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

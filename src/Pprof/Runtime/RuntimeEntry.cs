namespace Pprof.Runtime;

/// <summary>Why compiled code went into the runtime, as the explicit Frame tells that the runtime then links.</summary>
internal enum RuntimeEntry : byte
{
    /// <summary>There is no Frame, or one that tells nothing of it.</summary>
    Unknown,

    /// <summary>The first call of a method.</summary>
    MethodPreparation,

    /// <summary>A method was called often enough to be compiled again.</summary>
    CallCounting,

    /// <summary>A call through an interface whose target must be looked up.</summary>
    InterfaceDispatch,

    /// <summary>The first call that precompiled code makes to a method of another module.</summary>
    ExternalMethod,

    /// <summary>Whatever an assembly helper does when its short way fails: allocation, precompiled code's lazy helpers, patchpoints.</summary>
    Helper,

    /// <summary>A throw statement, or a fault of the processor.</summary>
    Throw,
}

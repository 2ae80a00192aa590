namespace Pprof.Profiles.Exceptions;

/// <summary>What a method at the leaf of a throw is to its reader.</summary>
internal enum ThrowRole : byte
{
    /// <summary>It threw the exception.</summary>
    Thrower,

    /// <summary>The runtime's search for a handler. Stands below the thrower, and in the middle when a filter throws.</summary>
    Search,

    /// <summary>It throws on what has been thrown before, on behalf of its caller.</summary>
    Forwarder,
}

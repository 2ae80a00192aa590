using Pprof.Unwinding;

namespace Pprof.Symbolization.Managed;

/// <summary>One way to learn which method is at an address.</summary>
internal interface IManagedMethods
{
    /// <summary>The same instance for the same method as long as it is remembered; null when nothing is known. Never throws.</summary>
    ManagedMethod? Find(CodeAddress address);
}

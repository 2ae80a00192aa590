using Pprof.Unwinding;

namespace Pprof.Aggregation;

/// <summary>One distinct location of a profile: an address and what it meant when it was first seen.</summary>
/// <param name="Address">The address; of a marker, the marker.</param>
/// <param name="Function">Index in the <see cref="FunctionTable"/>, or -1 when nothing but the address is known.</param>
/// <param name="Line">Source line, or 0.</param>
/// <param name="Mapping">Id of the mapping that held the address then: the library may be gone when the profile is written.</param>
internal sealed record LocationEntry(CodeAddress Address, int Function, int Line, ulong Mapping);

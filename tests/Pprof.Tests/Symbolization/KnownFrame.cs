using System.Diagnostics;
using Pprof.Unwinding;

namespace Pprof.Tests.Symbolization;

/// <summary>One frame: its address as an unwinder would report it, and the runtime's own account of it.</summary>
internal sealed record KnownFrame(CodeAddress Address, StackFrame Frame);

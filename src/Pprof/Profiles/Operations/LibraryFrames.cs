using Pprof.Profiles.Naming;
using Pprof.Runtime;
using Pprof.Symbolization;
using Pprof.Threads;
using Pprof.Unwinding;

namespace Pprof.Profiles.Operations;

/// <summary>
/// Tells this library's frames from the program's, so that the profile shows the program: the threads that we started are left
/// out, and the caller's own stack begins in the method that it called. Under the gate of the parts.
/// </summary>
internal sealed class LibraryFrames(ProfilingParts parts)
{
    // Where the threads that we start begin. A thread of the pool that goes on in code of ours may run the program's stream above it.
    private static readonly string s_root = $"{typeof(LibraryThread).FullName}.";

    // The thread on which the tool's startup hook gives a process its agent.
    private const string VisitRoot = "Pprof.Entry.Visit.";

    // What the program calls stays in sight. A plus sign follows the type of an async method's state machine.
    private static readonly string[] s_called =
        [.. typeof(Profile).Assembly.GetExportedTypes().SelectMany(type => new[] { $"{type.FullName}.", $"{type.FullName}+" })];

    /// <summary>Whether a thread with this stack, leaf first, was started by the library: the first frame that is not the framework's is ours.</summary>
    public bool IsThreadOfOurs(ReadOnlySpan<CodeAddress> frames)
    {
        for (int i = frames.Length - 1; i >= 0; i--)
        {
            if (FunctionAt(frames[i]) is { Module.Origin: not CodeOrigin.Framework, SystemName.Length: > 0 } function)
            {
                return function is { Module.Origin: CodeOrigin.Profiler, SystemName: var name }
                    && (name.StartsWith(s_root, StringComparison.Ordinal) || name.StartsWith(VisitRoot, StringComparison.Ordinal));
            }
        }

        return false;
    }

    /// <summary>Whether nothing but this library and the framework is on the stack: a thread of the pool on which it goes on, or an operation of its own.</summary>
    public bool IsOwnWork(ReadOnlySpan<CodeAddress> frames) => OwnWork.IsAlone(frames, OwnerOf);

    /// <summary>The stack of a caller of this library, without what the library runs below its public methods.</summary>
    public ReadOnlySpan<CodeAddress> WithoutOurs(ReadOnlySpan<CodeAddress> frames)
    {
        int ours = 0;
        while (ours < frames.Length && IsInner(FunctionAt(frames[ours])))
        {
            ours++;
        }

        return frames[ours..];
    }

    /// <summary>The stack of a thread that waits, from the call that it waits in.</summary>
    public ReadOnlySpan<CodeAddress> WithoutWaiting(ReadOnlySpan<CodeAddress> frames)
    {
        int waiting = 0;
        while (waiting < frames.Length && ManagedWaiting.IsMethod(FunctionAt(frames[waiting])?.SystemName ?? ""))
        {
            waiting++;
        }

        return waiting < frames.Length ? frames[waiting..] : frames;
    }

    // What an operation waits for has a name and no assembly, and is whoever's that waits.
    private CodeOwner OwnerOf(CodeAddress frame) =>
        FunctionAt(frame) is { Module.Origin: not CodeOrigin.None } function ? CodeOwners.Of(function.Module, function.SystemName) : CodeOwner.Framework;

    private FunctionSymbol? FunctionAt(CodeAddress frame) => parts.Symbols.Resolve(frame).Function;

    private static bool IsInner(FunctionSymbol? function) =>
        function is { Module.Origin: CodeOrigin.Profiler, SystemName: var name }
        && !s_called.Any(type => name.StartsWith(type, StringComparison.Ordinal));
}

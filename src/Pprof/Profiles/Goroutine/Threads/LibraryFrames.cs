using Pprof.Runtime;
using Pprof.Symbolization;
using Pprof.Threads;
using Pprof.Unwinding;

namespace Pprof.Profiles.Goroutine;

/// <summary>
/// Tells this library's frames from the program's, so that the profile shows the program: the threads that we started are left
/// out, and the caller's own stack begins in the method that it called. Under the lock of the parts.
/// </summary>
internal sealed class LibraryFrames(ISymbolSource symbols)
{
    // The rooms whose code runs below a write. The public types are not among them.
    private static readonly string[] s_rooms = ["Pprof.Interop.", "Pprof.Sampling.", "Pprof.EventPipe.", "Pprof.Profiles."];

    // Where the threads that we start begin. A thread of the pool that goes on in code of ours may run the program's stream above it.
    private static readonly string s_root = $"{typeof(LibraryThread).FullName}.";

    // The thread on which the tool's startup hook gives a process its agent.
    private const string VisitRoot = "Pprof.Entry.Visit.";

    /// <summary>Whether a thread with this stack, leaf first, was started by the library: the first frame that is not the runtime's is ours.</summary>
    public bool IsThreadOfOurs(ReadOnlySpan<CodeAddress> frames)
    {
        for (int i = frames.Length - 1; i >= 0; i--)
        {
            string name = NameOf(frames[i]);
            if (!IsFramework(name))
            {
                return name.StartsWith(s_root, StringComparison.Ordinal) || name.StartsWith(VisitRoot, StringComparison.Ordinal);
            }
        }

        return false;
    }

    /// <summary>The stack of a caller of this library, without what the library runs below its public methods.</summary>
    public ReadOnlySpan<CodeAddress> WithoutOurs(ReadOnlySpan<CodeAddress> frames)
    {
        int ours = 0;
        while (ours < frames.Length && IsOurs(NameOf(frames[ours])))
        {
            ours++;
        }

        return frames[ours..];
    }

    /// <summary>The stack of a thread that waits, from the call that it waits in.</summary>
    public ReadOnlySpan<CodeAddress> WithoutWaiting(ReadOnlySpan<CodeAddress> frames)
    {
        int waiting = 0;
        while (waiting < frames.Length && ManagedWaiting.IsMethod(NameOf(frames[waiting])))
        {
            waiting++;
        }

        return waiting < frames.Length ? frames[waiting..] : frames;
    }

    private string NameOf(CodeAddress frame) => symbols.Resolve(frame).Function?.SystemName ?? "";

    private static bool IsFramework(string name) => name.StartsWith("System.", StringComparison.Ordinal) || name.Length == 0;

    private static bool IsOurs(string name) => s_rooms.Any(room => name.StartsWith(room, StringComparison.Ordinal));
}

using Pprof.RuntimeWork;
using Pprof.Symbolization;
using Pprof.Threads;
using Pprof.Unwinding;

namespace Pprof.Profiles.Cpu;

/// <summary>
/// Names what the runtime does in a sample. Samples of the library's own threads become one frame. Walker's thread.
/// </summary>
internal sealed class SampleWork(WorkClassifier classifier, ISymbolSource symbols)
{
    // A thread's number may be another's after its end, and its name change: both are asked for again after twenty batches, some two seconds.
    private const int BatchesPerRole = 20;
    private const int MostFirstFrames = 4;

    private static readonly string s_firstFrame = $"{typeof(LibraryThread).FullName}.Run";

    private readonly ThreadRoles _roles = new();
    private readonly ExceptionCode _exceptions = new(symbols);
    private int _batches;

    /// <summary>Shows the frames of the library's own threads, for whoever works on the library.</summary>
    public static bool ShowsOwnThreads { get; set; }

    /// <summary>Whether <see cref="SampleMeaning.Thread"/> is wanted.</summary>
    public bool NamesThreads { get; set; }

    /// <summary>Rewrites the stack in place and returns its new length.</summary>
    public int Name(Span<CodeAddress> stack, in SampleHeader header, ulong leafFrame, out SampleMeaning meaning)
    {
        ThreadRole role = _roles.Of(header.ThreadId);
        string? thread = NamesThreads ? _roles.LabelOf(header.ThreadId) : null;
        if (!ShowsOwnThreads && (role == ThreadRole.Profiler || (header.ThreadId == 0 && IsOwn(stack))))
        {
            stack[0] = CodeAddress.OfWork(0, KnownWork.Profiler.Index);
            meaning = new SampleMeaning(KnownWork.Profiler.Label, thread);
            return 1;
        }

        int depth = classifier.Rewrite(stack, new WorkHints(leafFrame, header.Suspends, role), out Work? leaf, out bool isNameless);
        meaning = new SampleMeaning(LabelOf(leaf, stack[..depth]), thread) { IsNamed = leaf is not null, IsNameless = isNameless };
        return depth;
    }

    // What exception handling asks the runtime for is exception handling; collecting and compiling are what they are everywhere.
    private string? LabelOf(Work? leaf, ReadOnlySpan<CodeAddress> stack) =>
        leaf?.Label is "gc" or "jit" || !_exceptions.RunsIn(stack) ? leaf?.Label : KnownWork.Throw.Label;

    // A thread so young that nothing else is known of it. Its first frames are the runtime's, then ours.
    private bool IsOwn(ReadOnlySpan<CodeAddress> stack)
    {
        int managed = 0;
        for (int i = stack.Length - 1; i >= 0 && managed < MostFirstFrames; i--)
        {
            managed += stack[i].Kind == CodeKind.Managed ? 1 : 0;
            if (stack[i].Kind == CodeKind.Managed && symbols.Resolve(stack[i]).Function?.Name == s_firstFrame)
            {
                return true;
            }
        }

        return false;
    }

    public void EndBatch()
    {
        if (++_batches % BatchesPerRole == 0)
        {
            _roles.Forget();
        }
    }
}

/// <summary>What is known of a sample besides its stack.</summary>
/// <param name="Runtime">What the runtime does in it; null for nothing.</param>
/// <param name="Thread">The name of its thread; null when that is not wanted.</param>
internal readonly record struct SampleMeaning(string? Runtime, string? Thread)
{
    /// <summary>Its leaf is the runtime's code, with a name.</summary>
    public bool IsNamed { get; init; }

    /// <summary>The same, without.</summary>
    public bool IsNameless { get; init; }
}

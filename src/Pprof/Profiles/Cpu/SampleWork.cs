using Pprof.Format;
using Pprof.RuntimeWork;
using Pprof.Symbolization;
using Pprof.Unwinding;

namespace Pprof.Profiles.Cpu;

/// <summary>
/// Names what the runtime does in a sample, labels the sample with it, and keeps account of what had no name. Walker's thread.
/// </summary>
internal sealed class SampleWork(WorkClassifier classifier, ISymbolSource symbols)
{
    // A thread's number may be another's after its end: roles are asked for again after a hundred batches, some ten seconds.
    private const int BatchesPerRole = 100;

    private static readonly string[] s_values = [.. KnownWork.All.Select(work => work.Label).Distinct()];

    private readonly ThreadRoles _roles = new();
    private readonly ExceptionCode _exceptions = new(symbols);
    private int _batches;

    /// <summary>What <see cref="Name"/> may mark a sample with.</summary>
    public static IReadOnlyList<Label> Labels { get; } = [.. s_values.Select(value => Label.OfText(KnownWork.LabelKey, value))];

    /// <summary>Periods whose leaf is the runtime's code, with a name.</summary>
    public long NamedWeight { get; private set; }

    /// <summary>The same, without.</summary>
    public long NamelessWeight { get; private set; }

    /// <summary>Rewrites the stack in place and returns its new length.</summary>
    public int Name(Span<CodeAddress> stack, in SampleHeader header, ulong leafFrame, out int labelSet)
    {
        WorkHints hints = new(leafFrame, header.Suspends, _roles.Of(header.ThreadId));
        int depth = classifier.Rewrite(stack, hints, out Work? leaf, out bool isNameless);
        NamedWeight += leaf is null ? 0 : header.Weight;
        NamelessWeight += isNameless ? header.Weight : 0;
        string? label = leaf?.Label ?? (_exceptions.RunsIn(stack[..depth]) ? KnownWork.Throw.Label : null);
        labelSet = label is null ? header.LabelSetId : Aggregation.LabelTable.Marked(header.LabelSetId, Array.IndexOf(s_values, label));
        return depth;
    }

    public void EndBatch()
    {
        if (++_batches % BatchesPerRole == 0)
        {
            _roles.Forget();
        }
    }
}

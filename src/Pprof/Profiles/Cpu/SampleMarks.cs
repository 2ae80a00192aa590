using Pprof.Aggregation;
using Pprof.Format;
using Pprof.RuntimeWork;

namespace Pprof.Profiles.Cpu;

/// <summary>
/// The labels that the walker adds to samples: what the runtime does, and the thread. Each combination that occurs has a number.
/// Walker's thread; read when it has ended.
/// </summary>
internal sealed class SampleMarks
{
    /// <summary>Key of the label that says which thread.</summary>
    public const string ThreadKey = "thread";

    // The rest is for combinations with "other", which come when these are used up: one for each value of the other label.
    private const int MostCombinations = 1000;
    private const string Other = "other";

    private readonly Dictionary<string, Dictionary<string, int>> _known = [];
    private readonly List<IReadOnlyList<Label>> _all = [];

    /// <summary>By number.</summary>
    public IReadOnlyList<IReadOnlyList<Label>> All => _all;

    /// <summary>The number of a label set with these labels added; of the set itself when both are null.</summary>
    public int Mark(int labelSet, string? runtime, string? thread)
    {
        if (runtime is null && thread is null)
        {
            return labelSet;
        }

        return LabelTable.Marked(labelSet, MarksOf(thread).TryGetValue(runtime ?? "", out int mark) ? mark : Add(runtime, thread));
    }

    private int Add(string? runtime, string? thread)
    {
        bool isFull = _all.Count >= MostCombinations && thread is not null;
        if (isFull && MarksOf(Other).TryGetValue(runtime ?? "", out int other))
        {
            return other;
        }

        string? shown = isFull ? Other : thread;
        MarksOf(shown).Add(runtime ?? "", _all.Count);
        _all.Add([.. Labels(runtime, shown)]);
        return _all.Count - 1;
    }

    private Dictionary<string, int> MarksOf(string? thread)
    {
        if (!_known.TryGetValue(thread ?? "", out Dictionary<string, int>? marks))
        {
            _known.Add(thread ?? "", marks = []);
        }

        return marks;
    }

    private static IEnumerable<Label> Labels(string? runtime, string? thread)
    {
        if (runtime is not null)
        {
            yield return Label.OfText(KnownWork.LabelKey, runtime);
        }

        if (thread is not null)
        {
            yield return Label.OfText(ThreadKey, thread);
        }
    }
}

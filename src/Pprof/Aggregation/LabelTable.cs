using System.Runtime.InteropServices;
using Pprof.Format;
using Pprof.Labels;

namespace Pprof.Aggregation;

/// <summary>The distinct label sets of one profile, each with one number beside its texts if need be. Set 0 is the empty one. Not synchronized.</summary>
/// <remarks>
/// The bound of <see cref="TryAdd(LabelSet, out int)"/> is for programs that label every request differently: 65,536 sets of one short label are
/// some 12 MB, and a profile of five minutes of two busy processors at 100 Hz has 60,000 samples.
/// </remarks>
internal sealed class LabelTable(int mostSets = 65_536)
{
    // Above the numbers of sets that TryAdd gives out.
    private const int MarkShift = 20;
    private const int SetMask = (1 << MarkShift) - 1;

    /// <summary>Sets with the ids of a span. A profile that is never begun anew, such as <c>heap</c>, meets new ones as long as the program runs.</summary>
    public const int MostTraced = 10_000;

    /// <summary>The greatest bound; numbers above have a meaning of their own.</summary>
    public const int MostSets = SetMask;

    private readonly Dictionary<(LabelSet Texts, Label? Number), int> _byContent = new() { [(LabelSet.Empty, null)] = 0 };
    private readonly List<(LabelSet Texts, Label? Number)> _sets = [(LabelSet.Empty, null)];

    private int _traced;

    public int Count => _sets.Count;

    public LabelSet this[int index] => _sets[index].Texts;

    /// <summary>The number beside the texts; null for none.</summary>
    public Label? NumberOf(int index) => _sets[index].Number;

    /// <summary>
    /// Labels that whoever counts may add to any set of <see cref="TryAdd(LabelSet, out int)"/>, by <see cref="Marked"/>, while another thread still adds sets.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<Label>> Marks { get; init; } = [];

    /// <summary>Windows of time that whoever counts may add to any set, marked or not; null for none.</summary>
    public WindowLabels? Windows { get; init; }

    /// <summary>How many of <see cref="Marks"/> a number has room for.</summary>
    public const int MostMarks = (int.MaxValue >> MarkShift) - 1;

    /// <summary>The number of a set together with one of <see cref="Marks"/>.</summary>
    public static int Marked(int index, int mark) => index | ((mark + 1) << MarkShift);

    /// <summary>As they stand in the file. A label of the set's own goes before a mark with the same key.</summary>
    public Label[] LabelsOf(int index)
    {
        if (index < 0)
        {
            return InWindow(LabelsOf(Windows!.SetOf(index, out Label window)), window);
        }

        (LabelSet texts, Label? number) = _sets[index & SetMask];
        List<Label> labels = [];
        foreach ((string key, string value) in texts.Pairs)
        {
            labels.Add(Label.OfText(key, value));
        }

        if (number is not null)
        {
            labels.Add(number);
        }

        IReadOnlyList<Label> added = index >> MarkShift is > 0 and int mark ? Marks[mark - 1] : [];
        return [.. labels, .. added.Where(mark => !labels.Exists(label => label.Key == mark.Key))];
    }

    private static Label[] InWindow(Label[] labels, Label window) =>
        Array.Exists(labels, label => label.Key == window.Key) ? labels : [.. labels, window];

    /// <param name="labels">The texts.</param>
    /// <param name="number">As of <see cref="Label.OfNumber"/>; null for none.</param>
    public int Add(LabelSet labels, Label? number = null)
    {
        ref int index = ref CollectionsMarshal.GetValueRefOrAddDefault(_byContent, (labels, number), out bool known);
        if (!known)
        {
            index = _sets.Count;
            _sets.Add((labels, number));
        }

        return index;
    }

    /// <summary>False, with the number of the empty set, when it is a new set and the table is full.</summary>
    public bool TryAdd(LabelSet labels, out int index) => TryAdd(labels, number: null, out index);

    /// <summary>
    /// The same with a number beside the texts. Spans beyond <see cref="MostTraced"/> are not told apart: the program's own labels are kept.
    /// </summary>
    public bool TryAdd(LabelSet labels, Label? number, out int index)
    {
        index = 0;
        labels = WithTraceIfRoom(labels, number);
        if (labels.Count == 0 && number is null)
        {
            return true;
        }

        if (_sets.Count > mostSets && !_byContent.ContainsKey((labels, number)))
        {
            return false;
        }

        index = Add(labels, number);
        return true;
    }

    private LabelSet WithTraceIfRoom(LabelSet labels, Label? number)
    {
        if (labels.WithoutTrace is not { } plain || _byContent.ContainsKey((labels, number)))
        {
            return labels;
        }

        if (_traced >= MostTraced)
        {
            return plain;
        }

        _traced++;
        return labels;
    }

    /// <summary>What it holds now, for another thread. To be read only.</summary>
    public LabelTable Copy()
    {
        LabelTable copy = new(mostSets);
        copy._sets.AddRange(_sets.Skip(1));
        return copy;
    }
}

using System.Globalization;
using System.Runtime.InteropServices;
using Pprof.Format;

namespace Pprof.Reporting;

/// <summary>Labels and sets of labels, each once. Most samples have one of few sets.</summary>
internal sealed class LabelSets
{
    private readonly Dictionary<Label, int> _labelNumbers = [];
    private readonly Dictionary<string, int> _setNumbers = [];
    private readonly List<Label> _labels = [];
    private readonly List<int[]> _sets = [];
    private readonly Dictionary<Label, int> _setOfLabel = [];
    private int _emptySet = -1;

    public IReadOnlyList<Label> Labels => _labels;

    /// <summary>Each a list of numbers of <see cref="Labels"/>.</summary>
    public IReadOnlyList<int[]> Sets => _sets;

    /// <summary>The number of a sample's set.</summary>
    public int Add(IReadOnlyList<Label> labels) => labels.Count == 0
        ? _emptySet = _emptySet < 0 ? AddSet([]) : _emptySet
        : labels.Count == 1 ? SetOf(labels[0])
        : AddSet([.. labels.Where(IsShown).Select(Add).Distinct().Order()]);

    // Most samples have one label or none.
    private int SetOf(Label label)
    {
        ref int number = ref CollectionsMarshal.GetValueRefOrAddDefault(_setOfLabel, label, out bool isKnown);
        return isKnown ? number : number = AddSet(IsShown(label) ? [Add(label)] : []);
    }

    /// <summary>A label with neither text nor number nor unit cannot be told from an absent one: the pprof tool drops it too.</summary>
    private static bool IsShown(Label label) => label.Text.Length > 0 || label.Number != 0 || label.Unit.Length > 0;

    private int Add(Label label)
    {
        if (!_labelNumbers.TryGetValue(label, out int number))
        {
            _labelNumbers.Add(label, number = _labels.Count);
            _labels.Add(label);
        }

        return number;
    }

    private int AddSet(int[] labels)
    {
        string key = string.Join(',', labels.Select(label => label.ToString(CultureInfo.InvariantCulture)));
        if (!_setNumbers.TryGetValue(key, out int number))
        {
            _setNumbers.Add(key, number = _sets.Count);
            _sets.Add(labels);
        }

        return number;
    }
}

using Pprof.Labels;

namespace Pprof.Profiles.Exceptions;

/// <summary>
/// The labels of a thrown exception: those of the work that threw it, and its type. <c>pprof event decoder</c>; allocates for what was not met before.
/// </summary>
/// <param name="mostTypes">
/// A program throws some dozen types. One that makes types as it runs has all later ones counted as <see cref="Other"/>.
/// </param>
internal sealed class ExceptionTypes(int mostTypes = 4096)
{
    /// <summary>Key of the label. Hides one of the program's own of the same key.</summary>
    public const string Key = "type";

    public const string Other = "[other]";

    // Work with labels of its own for each request: made anew each time beyond this.
    private const int MostCombinations = 1 << 14;

    private readonly Dictionary<string, LabelSet> _alone = [];
    private readonly Dictionary<(LabelSet Labels, string Type), LabelSet> _together = [];

    /// <param name="type">Its name, as the runtime writes it.</param>
    /// <param name="labels">In force on the thread.</param>
    public LabelSet With(ReadOnlySpan<char> type, LabelSet labels)
    {
        LabelSet alone = Alone(type);
        return labels.Count == 0 ? alone : Together(labels, alone[Key]);
    }

    private LabelSet Alone(ReadOnlySpan<char> type)
    {
        var lookup = _alone.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!lookup.TryGetValue(type, out LabelSet? labels))
        {
            string name = _alone.Count < mostTypes ? type.ToString() : Other;
            labels = _alone.GetValueOrDefault(name) ?? Labelled(LabelSet.Empty, name);
            _alone[name] = labels;
        }

        return labels;
    }

    private LabelSet Together(LabelSet labels, string type)
    {
        if (!_together.TryGetValue((labels, type), out LabelSet? both))
        {
            both = Labelled(labels, type);
            if (_together.Count == MostCombinations)
            {
                _together.Clear();
            }

            _together.Add((labels, type), both);
        }

        return both;
    }

    private static LabelSet Labelled(LabelSet labels, string type) => labels.With(new KeyValuePair<string, string>(Key, type));
}

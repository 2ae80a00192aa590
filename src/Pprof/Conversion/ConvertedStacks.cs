using System.Runtime.InteropServices;
using Pprof.Format;
using Pprof.Reporting;

namespace Pprof.Conversion;

/// <summary>
/// The stacks of a profile as lists of numbered frames, callers first. Inlined functions are frames like others.
/// </summary>
internal sealed class ConvertedStacks
{
    private readonly Dictionary<ConvertedFrame, int> _numbers = [];
    private readonly List<ConvertedFrame> _frames = [];
    private readonly LocationMap<int[]> _framesOf;
    private readonly bool _hasLines;
    private readonly ReadBudget _budget;

    /// <param name="profile">Not changed.</param>
    /// <param name="hasLines">Two lines of a function are two frames.</param>
    /// <param name="budget">Pays for frames and stacks.</param>
    public ConvertedStacks(ProfileData profile, bool hasLines, ReadBudget budget)
    {
        _hasLines = hasLines;
        _budget = budget;
        Samples = profile.Samples;
        _framesOf = new LocationMap<int[]>(profile.Locations, FramesOf);
    }

    public IReadOnlyList<Sample> Samples { get; }

    public IReadOnlyList<ConvertedFrame> Frames => _frames;

    /// <summary>Callers first. A sample without a stack has none.</summary>
    public int[] Of(Sample sample)
    {
        List<int> stack = [];
        for (int i = sample.Locations.Count - 1; i >= 0; i--)
        {
            stack.AddRange(_framesOf[sample.Locations[i]]);
        }

        _budget.Charge((long)ReadBudget.Element * stack.Count);
        return [.. stack];
    }

    // Outermost first.
    private int[] FramesOf(Location location) => location.Lines.Count == 0
        ? [NumberOf(new ConvertedFrame(FrameNames.OfMapping(location.Mapping), "", 0))]
        : [.. location.Lines.Reverse()
            .Select(line =>
            NumberOf(new ConvertedFrame(
            FrameNames.Of(line, location.Mapping), line.Function.FileName, _hasLines ? line.LineNumber
            : line.Function.StartLine)))];

    private int NumberOf(ConvertedFrame frame)
    {
        ref int number = ref CollectionsMarshal.GetValueRefOrAddDefault(_numbers, frame, out bool isKnown);
        if (!isKnown)
        {
            _budget.Charge(ReadBudget.Node);
            number = _frames.Count;
            _frames.Add(frame);
        }

        return number;
    }
}

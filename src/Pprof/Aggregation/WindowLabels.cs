using System.Runtime.InteropServices;
using Pprof.Format;

namespace Pprof.Aggregation;

/// <summary>
/// Coarse time as a label: which window of the recording a sample is of. A set of labels together with a window has one number, below zero,
/// so that it cannot be taken for a set's own. Not synchronized.
/// </summary>
/// <remarks>
/// A recording may last a day, and each stack is kept once for each window it was met in. So there is a bound: where it is reached, two windows
/// become one, time is half as fine from the first second on, and nothing else is lost.
/// </remarks>
/// <param name="width">Of a window, as it was asked for.</param>
/// <param name="mostWindows">At 0.1 s, 1,000 windows are 100 s.</param>
/// <param name="mostNumbers">Sets with a window: some 60 bytes each.</param>
internal sealed class WindowLabels(TimeSpan width, int mostWindows = 1000, int mostNumbers = 1 << 18)
{
    /// <summary>Key of the label. Its number is when the window begins, in nanoseconds since the start of the recording.</summary>
    public const string Key = "window";

    private const string Unit = "nanoseconds";

    private Dictionary<(int LabelSet, int Window), int> _numbers = [];
    private List<(int LabelSet, int Window)> _all = [];
    private int _joins;
    private int _last;

    /// <summary>Of a window, as it is now.</summary>
    public TimeSpan Width => width * (1L << _joins);

    /// <summary>The windows are no longer as fine as they were asked for.</summary>
    public bool IsCoarser => _joins > 0;

    /// <summary>Two windows can still become one.</summary>
    public bool CanJoin => _last > 0;

    /// <summary>Before this window is used, <see cref="Join"/> has to make room.</summary>
    /// <param name="window">Counted from 0, in windows of the width that was asked for.</param>
    public bool IsFull(int window) => window >> _joins >= mostWindows || (_all.Count >= mostNumbers && CanJoin);

    /// <summary>The number of a set of labels in a window.</summary>
    /// <param name="labelSet">As of <see cref="LabelTable"/>.</param>
    /// <param name="window">As of <see cref="IsFull"/>.</param>
    public int NumberOf(int labelSet, int window) => Add(labelSet, window >> _joins);

    /// <summary>The set of labels that a number stands for, and its window.</summary>
    public int SetOf(int number, out Label window)
    {
        (int labelSet, int index) = _all[~number];
        window = Label.OfNumber(Key, index * Width.Ticks * TimeSpan.NanosecondsPerTick, Unit);
        return labelSet;
    }

    /// <summary>Makes one of each two windows. The answer turns the numbers given out before into those that hold now.</summary>
    public Func<int, int> Join()
    {
        List<(int LabelSet, int Window)> before = _all;
        (_numbers, _all, _last) = ([], [], 0);
        _joins++;
        int[] now = [.. before.Select(one => Add(one.LabelSet, one.Window >> 1))];
        return number => number < 0 ? now[~number] : number;
    }

    private int Add(int labelSet, int window)
    {
        _last = Math.Max(_last, window);
        ref int number = ref CollectionsMarshal.GetValueRefOrAddDefault(_numbers, (labelSet, window), out bool isKnown);
        if (!isKnown)
        {
            number = ~_all.Count;
            _all.Add((labelSet, window));
        }

        return number;
    }
}

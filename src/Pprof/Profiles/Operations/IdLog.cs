using System.Numerics;

namespace Pprof.Profiles.Operations;

/// <summary>
/// Tells how old a task is by its number: numbers are given in turn, so what the next one was at known moments tells when another was given. Any thread.
/// </summary>
/// <remarks>
/// <see cref="Task.Id"/> has 32 bits and begins again; the log counts on. A task that is older than 4 billion others (a day at 50,000 a second) seems younger.
/// Old moments are thinned out, so that an age is right to some hundredths, or to the second, whatever is coarser.
/// </remarks>
internal sealed class IdLog
{
    // 64 for each doubling of age, and room for as many again before the next thinning.
    private const int MostMoments = 4096;
    private const int Finest = 64;

    // Tasks that may have been numbered since the last moment.
    private const uint Newest = 1u << 28;

    private readonly Lock _gate = new();
    private readonly List<(long Number, long Timestamp, long Turn)> _moments = [];
    private long _turn;
    private int _last;

    /// <param name="id">Of a task that was numbered at this moment.</param>
    /// <param name="timestamp">Of <see cref="TimeProvider.GetTimestamp"/>.</param>
    public void Add(int id, long timestamp)
    {
        lock (_gate)
        {
            long number = _moments.Count == 0 ? 0 : _moments[^1].Number + unchecked((uint)(id - _last));
            _moments.Add((number, timestamp, _turn++));
            _last = id;
            if (_moments.Count == MostMoments)
            {
                Thin();
            }
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _moments.Clear();
        }
    }

    /// <summary>A moment when the task had its number, the earliest known; null when it may have got it just now.</summary>
    public long? NumberedBefore(int id)
    {
        lock (_gate)
        {
            uint back = unchecked((uint)(_last - id));
            if (_moments.Count == 0 || back > uint.MaxValue - Newest)
            {
                return null;
            }

            long number = _moments[^1].Number - back;
            int index = _moments.BinarySearch((number, long.MinValue, 0));
            return _moments[index < 0 ? ~index : index].Timestamp;
        }
    }

    // Of moments 64 to 128 turns old all stay, of those up to 256 each second, and so on.
    private void Thin() => _moments.RemoveAll(one =>
        one.Turn != 0 && one.Turn % (long)BitOperations.RoundUpToPowerOf2((ulong)Math.Max(1, (_turn - one.Turn) / (2 * Finest))) != 0);
}

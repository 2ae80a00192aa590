namespace Pprof.AspNetCore.Recordings;

/// <summary>
/// The last profiles that somebody has looked at in a browser or read as a report, for as long as one might want to compare with them. Bounded in number,
/// bytes and age; what is too old goes at the next question. Files that a tool has fetched are not here: it has them. Any thread.
/// </summary>
/// <param name="clock">What time it is.</param>
/// <param name="most">How many at most; none for 0.</param>
internal sealed class RecentRecordings(TimeProvider clock, int most)
{
    private const long MostBytes = 32 << 20;

    private static readonly TimeSpan s_age = TimeSpan.FromMinutes(30);

    private readonly Lock _gate = new();
    private readonly List<KeptRecording> _kept = [];
    private int _last;

    /// <summary>Null when none are kept, or this one alone would be too large.</summary>
    public KeptRecording? Keep(string name, ReadOnlyMemory<byte> file)
    {
        if (most == 0 || file.Length > MostBytes)
        {
            return null;
        }

        lock (_gate)
        {
            // A copy: the buffer that it came in may be much larger than what it holds.
            KeptRecording recording = new(++_last, name, clock.GetUtcNow(), file.ToArray());
            _kept.Add(recording);
            DropOld();
            return recording;
        }
    }

    public KeptRecording? Find(int number) => All().FirstOrDefault(recording => recording.Number == number);

    /// <summary>The newest first.</summary>
    public IReadOnlyList<KeptRecording> All()
    {
        lock (_gate)
        {
            DropOld();
            return [.. Enumerable.Reverse(_kept)];
        }
    }

    private void DropOld()
    {
        DateTimeOffset oldest = clock.GetUtcNow() - s_age;
        long bytes = _kept.Sum(recording => (long)recording.File.Length);
        while (_kept.Count > 0 && (_kept.Count > most || bytes > MostBytes || _kept[0].TakenAt < oldest))
        {
            bytes -= _kept[0].File.Length;
            _kept.RemoveAt(0);
        }
    }
}

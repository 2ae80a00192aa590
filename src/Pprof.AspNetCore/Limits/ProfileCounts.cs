namespace Pprof.AspNetCore.Limits;

/// <summary>
/// How many entries each profile has. Some must be looked for in the whole process, so one look is shared by all who ask within a while. Any thread;
/// waits for whoever is looking.
/// </summary>
/// <param name="age">How old a count may be that is told.</param>
internal sealed class ProfileCounts(TimeSpan age)
{
    private readonly Lock _gate = new();
    private Dictionary<string, int> _counts = [];
    private long _readAt;

    /// <summary>Of every profile that there is now; one that is newer than the last look is looked at by itself.</summary>
    public IReadOnlyList<(Profile Profile, int Count)> Read()
    {
        lock (_gate)
        {
            if (_counts.Count == 0 || TimeProvider.System.GetElapsedTime(_readAt) >= age)
            {
                _counts = Profile.All.ToDictionary(profile => profile.Name, profile => profile.Count);
                _readAt = TimeProvider.System.GetTimestamp();
            }

            return [.. Profile.All.Select(profile => (profile, _counts.TryGetValue(profile.Name, out int count) ? count : profile.Count))];
        }
    }
}

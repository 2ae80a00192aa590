namespace Pprof.Profiles.Catalog;

/// <summary>The profiles of the process by name. Any thread.</summary>
internal sealed class ProfileRegistry
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, Profile> _profiles = new(StringComparer.Ordinal);

    public ProfileRegistry(params IEnumerable<Profile> predefined)
    {
        foreach (Profile profile in predefined)
        {
            _profiles.Add(profile.Name, profile);
        }
    }

    /// <summary>A new list each time, sorted by name, ordinal.</summary>
    public Profile[] All
    {
        get
        {
            lock (_gate)
            {
                return [.. _profiles.Values];
            }
        }
    }

    public Profile? Find(string name)
    {
        lock (_gate)
        {
            return _profiles.GetValueOrDefault(name);
        }
    }

    /// <summary>False when the name is taken.</summary>
    public bool TryAdd(Profile profile)
    {
        lock (_gate)
        {
            return _profiles.TryAdd(profile.Name, profile);
        }
    }
}

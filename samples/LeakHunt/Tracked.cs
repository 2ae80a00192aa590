using Pprof;

namespace LeakHunt;

/// <summary>
/// Something that must be closed, in the profile for as long as it is open. This class is all that it takes: the code that
/// opens and closes does not know of the profile.
/// </summary>
internal sealed class Tracked : IDisposable
{
    public static readonly Profile Profile = Profile.Create("leakhunt.open");

    private readonly IDisposable _resource;

    /// <param name="resource">What is open.</param>
    public Tracked(IDisposable resource)
    {
        _resource = resource;
        // Not this constructor is of interest, but who called it.
        Profile.Add(this, skip: 1);
    }

    public void Dispose()
    {
        Profile.Remove(this);
        _resource.Dispose();
    }
}

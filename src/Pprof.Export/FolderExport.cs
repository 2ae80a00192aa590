namespace Pprof.Export;

/// <summary>A folder that profiles are written to, and how much it may hold. Several processes may write to one
/// folder.</summary>
public sealed class FolderExport
{
    internal FolderExport(string path) => Path = System.IO.Path.GetFullPath(path);

    /// <summary>Of the folder.</summary>
    public string Path { get; }

    /// <summary>Bytes of all profiles in it; 256 MB by default. Beyond it the oldest are deleted.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public long MaxBytes
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 256 << 20;

    /// <summary>Profiles that are older are deleted; 7 days by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public TimeSpan MaxAge
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, TimeSpan.Zero);
            field = value;
        }
    } = TimeSpan.FromDays(7);
}

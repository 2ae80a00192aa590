using Pprof.Profiles.Heap;

namespace Pprof;

/// <summary>The profile <c>heap</c> in short: which stacks allocated what is alive, and all that was ever allocated.</summary>
/// <remarks>
/// Allocations are sampled from the first use of this class, of the profiles <c>heap</c> or <c>allocs</c>, or of
/// <see cref="Profiling.Enable"/> with <see cref="ProfileKinds.Heap"/> on: enable it when the program starts, or the first profile is empty.
/// What is alive is so as of the last garbage collection: call <see cref="GC.Collect()"/> before for an exact view.
/// </remarks>
public static class HeapProfile
{
    /// <summary>Writes gzip'd <c>profile.proto</c>; the same as <c>Profile.Lookup("heap").WriteTo(stream)</c>.</summary>
    /// <param name="stream">Left open.</param>
    /// <exception cref="ArgumentNullException"><paramref name="stream"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="stream"/> cannot be written to.</exception>
    /// <exception cref="Exception">Whatever the stream threw.</exception>
    public static void WriteTo(Stream stream) => Profile.Lookup(HeapSource.HeapName)!.WriteTo(stream);
}

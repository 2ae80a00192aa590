using Pprof.Profiles.Heap;

namespace Pprof;

/// <summary>A short way to the profile <c>heap</c>: which stacks allocated the memory that is alive, and all that was ever allocated.</summary>
/// <remarks>
/// Sampling begins with the first use of this class, of the profiles <c>heap</c> or <c>allocs</c>, or with
/// <c>Profiling.Enable(ProfileKinds.Heap)</c>. Enable it when the program starts; otherwise the first profile is empty. The profile shows what
/// was alive at the last garbage collection. Call <see cref="GC.Collect()"/> first to see what is alive now.
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

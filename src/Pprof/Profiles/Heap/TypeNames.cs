using Pprof.Symbolization.Naming;

namespace Pprof.Profiles.Heap;

/// <summary>Types as the source would say them.</summary>
internal static class TypeNames
{
    /// <param name="raw">As the runtime prints it in events.</param>
    public static string Readable(string raw) => RawTypeName.OfType(raw);
}

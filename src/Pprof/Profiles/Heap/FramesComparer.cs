using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Pprof.Unwinding;

namespace Pprof.Profiles.Heap;

/// <summary>Stacks of equal frames are equal; one that is not an array yet can be looked up as well.</summary>
internal sealed class FramesComparer : IEqualityComparer<CodeAddress[]>, IAlternateEqualityComparer<ReadOnlySpan<CodeAddress>, CodeAddress[]>
{
    public bool Equals(CodeAddress[]? x, CodeAddress[]? y) => x.AsSpan().SequenceEqual(y);

    public bool Equals(ReadOnlySpan<CodeAddress> alternate, CodeAddress[] other) => alternate.SequenceEqual(other);

    public int GetHashCode([DisallowNull] CodeAddress[] obj) => GetHashCode(obj.AsSpan());

    public int GetHashCode(ReadOnlySpan<CodeAddress> alternate)
    {
        HashCode hash = default;
        hash.AddBytes(MemoryMarshal.AsBytes(alternate));
        return hash.ToHashCode();
    }

    public CodeAddress[] Create(ReadOnlySpan<CodeAddress> alternate) => alternate.ToArray();
}

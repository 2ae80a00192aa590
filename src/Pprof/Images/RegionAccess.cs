namespace Pprof.Images;

/// <summary>The four letters of a <c>/proc/self/maps</c> line.</summary>
[Flags]
internal enum RegionAccess : byte
{
    None = 0,
    Read = 1,
    Write = 2,
    Execute = 4,
    Shared = 8,
}

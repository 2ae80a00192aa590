using Pprof.Images;
using Pprof.Unwinding.Native;

namespace Pprof.Unwinding;

/// <summary>Choices for tests and for platforms where a part is missing.</summary>
internal sealed class UnwinderOptions
{
    /// <summary>How native frames are left; null for the usual way.</summary>
    public INativeUnwinder? Native { get; init; }

    /// <summary>The mapped images, when another stage reads them too; null for a catalog of its own.</summary>
    public ImageCatalog? Images { get; init; }

    /// <summary>Does as if this runtime did not describe its data structures.</summary>
    public bool WithoutDescription { get; init; }
}

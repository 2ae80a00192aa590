using System.Diagnostics;
using Pprof.Images;
using Pprof.Runtime;
using Pprof.RuntimeWork;
using Pprof.Symbolization;
using Pprof.Symbolization.Managed;
using Pprof.Symbolization.Native;
using Pprof.Unwinding;
using Pprof.Unwinding.Native;

namespace Pprof.Profiles.Naming;

/// <summary>
/// The stages between sampling and counting, with what they have learned of this process: unwind rules, images, names.
/// Made at the first profile and kept, so that later profiles start warm; every cache in it is bounded. Used by one thread
/// at a time, which owns it: see <see cref="OfCpu"/> and <see cref="OfCounts"/>.
/// </summary>
internal sealed class ProfilingParts
{
    private static readonly Lazy<ProfilingParts> s_cpu = new(() => new ProfilingParts(isShared: false));
    private static readonly Lazy<ProfilingParts> s_wall = new(() => new ProfilingParts(isShared: false));
    private static readonly Lazy<ProfilingParts> s_counts = new(() => new ProfilingParts(isShared: true));

    private readonly bool _isShared;
    private readonly ImageCatalog _images = new();
    private readonly StackUnwinder _unwinder;
    private readonly CachedSymbols _symbols;
    private readonly WorkClassifier _work;

    private ProfilingParts(bool isShared)
    {
        _isShared = isShared;
        _unwinder = StackUnwinder.Create(new UnwinderOptions { Native = new NativeUnwinder(_images), Images = _images });
        ManagedSources managed = ManagedSources.Create();
        _symbols = new CachedSymbols(new Symbolizer(managed.Symbols, new NativeSymbols(_images)), _images);
        Shortcoming = managed.Shortcoming;
        _work = new WorkClassifier(_images, RuntimeDescription.Current.Descriptor.Value);
    }

    /// <summary>
    /// Of CPU profiles. Owned by <c>pprof stack walker</c> while it runs, otherwise by the thread that starts or stops the sampling; there is
    /// one walker at a time, so its gate is not needed.
    /// </summary>
    public static ProfilingParts OfCpu => s_cpu.Value;

    /// <summary>Of profiles of wall-clock time, which may be taken beside CPU profiles. Owned by <c>pprof wall samples</c> in the same way.</summary>
    public static ProfilingParts OfWall => s_wall.Value;

    /// <summary>
    /// Of all other profiles, which may be written while a CPU profile is taken. Owned by whoever holds its <see cref="Gate"/>. Write to no
    /// stream meanwhile: a slow one would keep all others, the events among them, waiting.
    /// </summary>
    public static ProfilingParts OfCounts => s_counts.Value;

    /// <summary>Held while a part of <see cref="OfCounts"/> is used.</summary>
    public Lock Gate { get; } = new();

    public ImageCatalog Images => Owned(_images);

    public StackUnwinder Unwinder => Owned(_unwinder);

    public ISymbolSource Symbols => Owned(_symbols);

    /// <summary>Names what the runtime does.</summary>
    public WorkClassifier Work => Owned(_work);

    /// <summary>What names or lines lack here, for the profile's comments; null when nothing.</summary>
    public string? Shortcoming { get; }

    private T Owned<T>(T part)
    {
        Debug.Assert(!_isShared || Gate.IsHeldByCurrentThread, "Hold the gate while a part is used.");
        return part;
    }
}

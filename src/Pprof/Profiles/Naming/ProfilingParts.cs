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
/// at a time.
/// </summary>
internal sealed class ProfilingParts
{
    private static readonly Lazy<ProfilingParts> s_cpu = new(() => new ProfilingParts());
    private static readonly Lazy<ProfilingParts> s_counts = new(() => new ProfilingParts());

    private ProfilingParts()
    {
        Images = new ImageCatalog();
        Unwinder = StackUnwinder.Create(new UnwinderOptions { Native = new NativeUnwinder(Images), Images = Images });
        ManagedSources managed = ManagedSources.Create();
        Symbols = new CachedSymbols(new Symbolizer(managed.Symbols, new NativeSymbols(Images)), Images);
        Shortcoming = managed.Shortcoming;
        ContractDescriptor? descriptor = ContractDescriptor.TryLoad(out string? reason);
        Threads = descriptor is null ? null : ThreadList.TryCreate(descriptor, out _);
        Roster = descriptor is null ? null : ThreadRoster.TryCreate(descriptor, out reason);
        RosterReason = reason;
        Work = new WorkClassifier(Images, descriptor);
        Frames = descriptor is null ? null : FrameLayout.TryCreate(descriptor, out _);
    }

    /// <summary>Of CPU profiles: the walker's thread while one runs, otherwise the thread that starts or stops it.</summary>
    public static ProfilingParts OfCpu => s_cpu.Value;

    /// <summary>Of all other profiles, which may be written while a CPU profile is taken. Hold the lock on it while using it, and write to no stream meanwhile.</summary>
    public static ProfilingParts OfCounts => s_counts.Value;

    public ImageCatalog Images { get; }

    public StackUnwinder Unwinder { get; }

    public ISymbolSource Symbols { get; }

    /// <summary>Null when the runtime describes its threads in a way we do not know: stacks then have no help across native parts.</summary>
    public ThreadList? Threads { get; }

    /// <summary>Null when the runtime describes its threads in a way we do not know; then the reason says so.</summary>
    public ThreadRoster? Roster { get; }

    public string? RosterReason { get; }

    /// <summary>Names what the runtime does. Walker's thread.</summary>
    public WorkClassifier Work { get; }

    /// <summary>Null when the runtime describes its Frames in a way we do not know.</summary>
    public FrameLayout? Frames { get; }

    /// <summary>What names or lines lack here, for the profile's comments; null when nothing.</summary>
    public string? Shortcoming { get; }
}

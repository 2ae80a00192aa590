namespace Pprof.RuntimeWork;

/// <summary>
/// Every kind of the runtime's work that has a name. docs/cpu-profile.md explains each to the reader of a profile; a test holds
/// the two together.
/// </summary>
internal static class KnownWork
{
    /// <summary>Key of the label that says which part of the runtime a sample belongs to.</summary>
    public const string LabelKey = "runtime";

    private static readonly List<Work> s_all = [new Work(0, "[runtime]", "the runtime", "other")];

    // The collector.
    public static readonly Work Gc = Add("[gc]", "garbage collection, with the program stopped or on the collector's threads", "gc");
    public static readonly Work GcBackground = Add("[gc: background]", "garbage collection beside the running program", "gc");
    public static readonly Work GcHandles = Add("[gc handles]", "making and freeing handles of objects", "handles");

    // The compiler.
    public static readonly Work Jit = Add("[jit]", "compiling a method at its first call", "jit");
    public static readonly Work JitTier1 = Add("[jit: tier 1]", "compiling methods again, with optimizations", "jit");
    public static readonly Work JitLoop = Add("[jit: running loop]", "compiling a method again while it runs a long loop", "jit");
    public static readonly Work Tiering = Add("[tiering]", "choosing methods to be compiled again", "jit");
    public static readonly Work CallCounting = Add("[call counting]", "counting calls until a method is worth optimizing", "jit");
    public static readonly Work PgoCounters = Add("[PGO counters]", "counting in not yet optimized code, for the compiler", "jit");

    // Types and methods.
    public static readonly Work MethodPreparation = Add("[method preparation]", "finding a method's code at its first call", "types");
    public static readonly Work PrecompiledFixup = Add("[precompiled code fixup]", "tying precompiled code to what it uses", "types");
    public static readonly Work TypeLoading = Add("[type loading]", "loading types and preparing their static fields", "types");
    public static readonly Work GenericLookup = Add("[generic lookup]", "finding what a type parameter stands for", "types");
    public static readonly Work AssemblyLoading = Add("[assembly loading]", "loading assemblies and reading their metadata", "types");

    // Objects.
    public static readonly Work Allocate = Add("[allocate]", "allocating objects", "alloc");
    public static readonly Work WriteBarrier = Add("[write barrier]", "noting a stored reference for the collector", "barrier");
    public static readonly Work Cast = Add("[cast]", "testing an object's type", "casts");
    public static readonly Work Copy = Add("[memory copy]", "copying or clearing memory", "copy");

    // Calls.
    public static readonly Work InterfaceDispatch = Add("[interface dispatch]", "a call through an interface", "dispatch");
    public static readonly Work PolymorphicDispatch = Add("[interface dispatch: polymorphic]", "a call through an interface with several types", "dispatch");
    public static readonly Work DispatchResolve = Add("[interface dispatch: resolve]", "looking up the target of a call through an interface", "dispatch");
    public static readonly Work VirtualStub = Add("[virtual stub]", "a virtual call from precompiled code", "dispatch");
    public static readonly Work VirtualLookup = Add("[virtual lookup]", "finding the target of a generic virtual call", "dispatch");
    public static readonly Work Precode = Add("[precode]", "the jump from a method's entry to its code", "dispatch");
    public static readonly Work Jump = Add("[jump stub]", "a jump to code far away", "dispatch");
    public static readonly Work Adapter = Add("[adapter stub]", "an adapter in front of a delegate's or generic method's target", "dispatch");
    public static readonly Work DynamicHelper = Add("[precompiled code helper]", "precompiled code on its way to a field, type or allocator", "types");

    // The rest.
    public static readonly Work Throw = Add("[throw]", "throwing, searching handlers and unwinding", "exceptions");
    public static readonly Work StackTrace = Add("[stack trace]", "walking a stack for the program", "stacktrace");
    public static readonly Work Lock = Add("[lock]", "entering, leaving and waiting for locks", "locks");
    public static readonly Work Wait = Add("[wait]", "beginning and ending waits", "locks");
    public static readonly Work SpinWait = Add("[spin wait]", "waiting in a loop", "locks");
    public static readonly Work Threads = Add("[threads]", "starting threads and asking about them", "threads");
    public static readonly Work ThreadStart = Add("[thread start]", "the runtime below a thread's first method", "threads");
    public static readonly Work Interop = Add("[P/Invoke]", "going to native code and back, and marshalling", "interop");
    public static readonly Work Reflection = Add("[reflection]", "answering questions about types and members", "reflection");
    public static readonly Work Events = Add("[events]", "writing and sending events of EventSource and EventPipe", "events");
    public static readonly Work Suspend = Add("[suspend]", "stopping for the collector", "suspend");
    public static readonly Work Math = Add("[math]", "on the way to a function of the mathematical library", "math");
    public static readonly Work StackProbe = Add("[stack probe]", "touching the pages of a large frame", "other");
    public static readonly Work Call = Add("[runtime call]", "a method of the core library that the runtime implements", "other");
    public static readonly Work Housekeeping = Add("[runtime thread]", "a thread of the runtime's own", "other");

    /// <summary>Of this library.</summary>
    public static readonly Work Profiler = Add("[profiler]", "the threads that take this profile", "profiler");

    /// <summary>By index.</summary>
    public static IReadOnlyList<Work> All => s_all;

    private static Work Add(string name, string description, string label)
    {
        Work work = new((byte)s_all.Count, name, description, label);
        s_all.Add(work);
        return work;
    }
}

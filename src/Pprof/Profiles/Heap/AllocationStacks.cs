using System.Reflection;
using System.Runtime.CompilerServices;
using Pprof.Profiles.Events;
using Pprof.Unwinding;

namespace Pprof.Profiles.Heap;

/// <summary>Turns the addresses of an allocation into frames that keep their meaning. One thread at a time; never throws.</summary>
internal interface IAllocationStacks
{
    /// <summary>Leaf first; valid until the next call.</summary>
    ReadOnlySpan<CodeAddress> Translate(ReadOnlySpan<ulong> stack);

    /// <summary>The latest call's stack is this library's own work.</summary>
    bool IsOwn { get; }

    /// <summary>What the stack of the latest call allocates, for events that do not name the type; empty when that is not known.</summary>
    string ImpliedType { get; }
}

/// <summary>
/// The stack of an allocation as a reader wants it: without the methods of the base library at its leaf that do nothing but hand out memory. The
/// thread of the heap tracker; allocates for code not met before; never throws.
/// </summary>
internal sealed class AllocationStacks : IAllocationStacks
{
    // Call sites that allocate, as many as a large program has; some 3 MB.
    private const int MostSites = 1 << 16;
    private const string Continuation = "System.Runtime.CompilerServices.Continuation";

    private readonly CallSites<Allocator> _allocators = new(AllocatorOf, MostSites);
    private readonly OwnStacks _own = new();
    private readonly EventFrames _translator = new();
    private readonly CodeAddress[] _frames = new CodeAddress[EventFrames.MostFrames];

    /// <inheritdoc/>
    public bool IsOwn { get; private set; }

    /// <inheritdoc/>
    public string ImpliedType { get; private set; } = "";

    public ReadOnlySpan<CodeAddress> Translate(ReadOnlySpan<ulong> stack)
    {
        ReadOnlySpan<CodeAddress> frames = _frames.AsSpan(0, _translator.Translate(stack, _frames));
        int first = 0;
        IsOwn = _own.Contains(frames);
        ImpliedType = "";
        while (first < frames.Length && _allocators[frames[first]] is not Allocator.None and var allocator)
        {
            ImpliedType = allocator == Allocator.OfContinuations ? Continuation : ImpliedType;
            first++;
        }

        // A stack of nothing else is shown whole.
        return first < frames.Length ? frames[first..] : frames;
    }

    // Helpers of the compiler are compiler services whose names say so. Reflection's way to a constructor is several classes deep, none of them public.
    private static Allocator AllocatorOf(MethodBase method) => method.DeclaringType switch
    {
        { } type when type.Assembly != typeof(object).Assembly => Allocator.None,
        { FullName: "System.Runtime.CompilerServices.AsyncHelpers" } when method.Name.StartsWith("AllocContinuation", StringComparison.Ordinal) =>
            Allocator.OfContinuations,
        { } type when IsAllocator(type, method.Name) => Allocator.OfAnything,
        _ => Allocator.None,
    };

    private static bool IsAllocator(Type type, string method) =>
        type == typeof(GC)
        || (type == typeof(RuntimeTypeHandle) && method.StartsWith("InternalAlloc", StringComparison.Ordinal))
        || (type == typeof(string) && method is "FastAllocateString" or "Ctor")
        || (type == typeof(Array) && method is "CreateInstance" or "InternalCreate" or "Resize")
        || (type == typeof(object) && method is nameof(MemberwiseClone))
        || (type == typeof(RuntimeHelpers) && method is "Box" or "AllocateUninitializedClone")
        || (type.Namespace == "System.Runtime.CompilerServices" && type.Name is "BoxingHelpers" or "AllocationHelpers" or "CastHelpers");

    private enum Allocator : byte
    {
        None,
        OfAnything,

        // What the runtime leaves of a method that it suspends, whose class the JIT has made up: the event has no name for it.
        OfContinuations,
    }
}

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
}

/// <summary>
/// The stack of an allocation as a reader wants it: without the methods of the base library at its leaf that do nothing but hand out memory. The
/// thread of the heap tracker; allocates for code not met before; never throws.
/// </summary>
internal sealed class AllocationStacks : IAllocationStacks
{
    // Call sites that allocate, as many as a large program has; some 3 MB.
    private const int MostSites = 1 << 16;
    private readonly CallSites<bool> _isAllocator = new(IsAllocator, MostSites);
    private readonly EventFrames _translator = new();
    private readonly CodeAddress[] _frames = new CodeAddress[EventFrames.MostFrames];

    public ReadOnlySpan<CodeAddress> Translate(ReadOnlySpan<ulong> stack)
    {
        ReadOnlySpan<CodeAddress> frames = _frames.AsSpan(0, _translator.Translate(stack, _frames));
        int first = 0;
        while (first < frames.Length && _isAllocator[frames[first]])
        {
            first++;
        }

        // A stack of nothing else is shown whole.
        return first < frames.Length ? frames[first..] : frames;
    }

    // Helpers of the compiler are compiler services whose names say so. Reflection's way to a constructor is several classes deep, none of them public.
    private static bool IsAllocator(MethodBase method) =>
        method.DeclaringType is { } type && type.Assembly == typeof(object).Assembly && IsAllocator(type, method.Name);

    private static bool IsAllocator(Type type, string method) =>
        type == typeof(GC)
        || (type == typeof(string) && method is "FastAllocateString" or "Ctor")
        || (type == typeof(Array) && method is "CreateInstance" or "InternalCreate" or "Resize")
        || (type == typeof(object) && method is nameof(MemberwiseClone))
        || (type == typeof(RuntimeHelpers) && method is "Box" or "AllocateUninitializedClone")
        || (type.Namespace == "System.Runtime.CompilerServices" && type.Name is "BoxingHelpers" or "AllocationHelpers" or "CastHelpers");
}

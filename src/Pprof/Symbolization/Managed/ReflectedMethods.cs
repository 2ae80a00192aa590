using System.Reflection;
using Pprof.Runtime;
using Pprof.Symbolization.Naming;
using Pprof.Unwinding;

namespace Pprof.Symbolization.Managed;

/// <summary>
/// Asks the runtime itself. Covers jitted, ready-to-run, generic and dynamic code, compiled before or after we came.
/// Drain thread; allocates for methods not met before; never throws into it.
/// </summary>
/// <remarks>
/// The names of a method cost some 20 µs and 1 KB the first time. 65,536 methods are remembered, more than most programs run; when
/// that is full all are forgotten at once, and the next drain names again what still runs.
/// </remarks>
internal sealed class ReflectedMethods : IManagedMethods
{
    private const int MostMethods = 1 << 16;
    private readonly Dictionary<nint, ManagedMethod> _byHandle = [];

    public ManagedMethod? Find(CodeAddress address)
    {
        try
        {
            MethodBase? method = address.Kind == CodeKind.Method
                ? MethodLookup.FromMethodDesc(address.Value)
                : MethodLookup.FromNativeIp(address.Value);
            return method is null ? null : Name(method);
        }
        catch (Exception e) when (IsReflectionFault(e))
        {
            return null;
        }
    }

    // Reflection answers in these ways about types that cannot be loaded, files that are gone, and members it does not support.
    private static bool IsReflectionFault(Exception e) =>
        e is TypeLoadException or IOException or BadImageFormatException or NotSupportedException or InvalidOperationException
            or ArgumentException or MissingMemberException or CustomAttributeFormatException;

    private ManagedMethod Name(MethodBase method)
    {
        // Dynamic methods have no handle to ask for, and the handle of a collectible one may be given to another method later.
        if (method.DeclaringType is null || method.IsCollectible)
        {
            return Describe(method, isTransient: true);
        }

        nint handle = method.MethodHandle.Value;
        if (!_byHandle.TryGetValue(handle, out ManagedMethod? known))
        {
            Bound();
            _byHandle.Add(handle, known = Describe(method, isTransient: false));
        }

        return known;
    }

    private void Bound()
    {
        if (_byHandle.Count >= MostMethods)
        {
            _byHandle.Clear();
        }
    }

    private static ManagedMethod Describe(MethodBase method, bool isTransient)
    {
        bool hasMetadata = method.DeclaringType is not null && !method.Module.Assembly.IsDynamic;
        return new ManagedMethod(
            MethodNames.Readable(method),
            MethodNames.System(method),
            hasMetadata ? method.Module.Assembly.Location : "",
            hasMetadata ? method.Module.ModuleVersionId : null,
            hasMetadata ? method.MetadataToken : 0,
            isTransient);
    }
}

using System.Reflection;
using Pprof.Runtime;
using Pprof.Symbolization.Lines;
using Pprof.Symbolization.Naming;
using Pprof.Unwinding;

namespace Pprof.Symbolization.Managed;

/// <summary>
/// Asks the runtime itself. Covers jitted, ready-to-run, generic and dynamic code, compiled before or after we came.
/// Owner of the parts; allocates for methods not met before; never throws into it.
/// </summary>
/// <remarks>
/// The runtime trusts the address it is asked about. That of code which may have been freed since the sample is therefore
/// never put to it: such a method is found by its module and token, which are read fault-proof.
/// The names of a method cost some 20 µs and 1 KB the first time. 65,536 methods are remembered, more than most programs run; when
/// that is full all are forgotten at once, and the next drain names again what still runs.
/// </remarks>
internal sealed class ReflectedMethods : IManagedMethods
{
    private const int MostMethods = 1 << 16;

    // What the runtime calls the class of methods that have none.
    private const string DynamicClass = "dynamicClass";

    private readonly Dictionary<nint, ManagedMethod> _byHandle = [];
    private readonly CodeMap _code;
    private readonly MethodDescReader _reader;
    private readonly LoadedModules _modules;

    private ReflectedMethods(CodeMap code, MethodDescReader reader)
    {
        _code = code;
        _reader = reader;
        _modules = new LoadedModules(reader);
    }

    /// <summary>Null when this runtime does not tell which code may be freed.</summary>
    public static ReflectedMethods? TryCreate() =>
        RuntimeDescription.Current is { Code.Value: { } code, Methods.Value: { } reader } ? new ReflectedMethods(code, reader) : null;

    public ManagedMethod? Find(CodeAddress address)
    {
        try
        {
            return address.Kind == CodeKind.Method ? FindByIdentity(address.Value) : FindByAddress(address.Value);
        }
        catch (Exception e) when (IsReflectionFault(e))
        {
            return null;
        }
    }

    private ManagedMethod? FindByAddress(ulong address)
    {
        bool isMethod = _code.TryFindMethod(address, out MethodCode code);
        if (code.IsTransient)
        {
            return FindByIdentity(code.MethodDesc);
        }

        // Glue is asked about as well: a thunk is named after the method it leads to.
        bool mayAsk = isMethod || code.Kind == MethodCodeKind.Glue;
        return mayAsk && MethodLookup.FromNativeIp(address) is { } method ? Name(method) : null;
    }

    private ManagedMethod? FindByIdentity(ulong methodDesc)
    {
        if (!_reader.TryRead(methodDesc, out MethodIdentity identity))
        {
            return null;
        }

        if (identity.DynamicName is { } name)
        {
            return new ManagedMethod($"{DynamicClass}.{name}", $"{DynamicClass}.{name}(...)", CodeModule.None, "", null, 0, IsTransient: true);
        }

        MethodBase? method = identity.IsCollectible
            ? _modules.Find(identity.Module)?.ResolveMethod(identity.Token)
            : MethodLookup.FromMethodDesc(methodDesc);
        return method is null ? null : Name(method);
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
            CodeModule.Of(method),
            hasMetadata ? ModuleFile.PathOf(method.Module) : "",
            hasMetadata ? method.Module.ModuleVersionId : null,
            hasMetadata ? method.MetadataToken : 0,
            isTransient);
    }
}

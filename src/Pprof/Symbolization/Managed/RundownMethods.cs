using Pprof.EventPipe.Rundown;
using Pprof.Runtime;
using Pprof.Symbolization.Naming;
using Pprof.Unwinding;

namespace Pprof.Symbolization.Managed;

/// <summary>
/// Names from the runtime's documented list of methods, where its own lookup is missing. Weaker: arguments of generic methods are not told, and
/// collectible code that has been unloaded is not listed. Owner of the parts.
/// </summary>
internal sealed class RundownMethods(RundownSource source) : IManagedMethods
{
    private const int MostMethods = 1 << 16;
    private readonly Dictionary<ulong, ManagedMethod> _byMethod = [];
    private readonly Dictionary<string, CodeModule> _modules = [];

    public ManagedMethod? Find(CodeAddress address)
    {
        MethodRange? range = address.Kind == CodeKind.Method ? source.FindMethod(address.Value) : source.Find(address.Value);
        return range is null ? null : range.IsDynamic ? Describe(range) : Remember(range);
    }

    private ManagedMethod Remember(MethodRange range)
    {
        if (!_byMethod.TryGetValue(range.MethodId, out ManagedMethod? known))
        {
            if (_byMethod.Count >= MostMethods)
            {
                _byMethod.Clear();
            }

            _byMethod.Add(range.MethodId, known = Describe(range));
        }

        return known;
    }

    private CodeModule ModuleOf(string path)
    {
        if (!_modules.TryGetValue(path, out CodeModule? module))
        {
            _modules.Add(path, module = CodeModule.OfFile(path));
        }

        return module;
    }

    private ManagedMethod Describe(MethodRange range)
    {
        string path = range.IsDynamic ? "" : source.PathOf(range);
        (string ns, IReadOnlyList<TypePart> types) = range.TypeName == ReadableName.NoType ? ("", []) : RawTypeName.Split(range.TypeName);
        return new ManagedMethod(
            ReadableName.Of(new MethodParts(ns, types, range.Name, [])),
            $"{range.TypeName}.{range.Name} {range.Signature.Trim()}",
            range.IsDynamic ? CodeModule.None : ModuleOf(path),
            path,
            ModuleId: null,
            range.Token,
            range.IsDynamic);
    }
}

namespace Pprof.EventPipe.Rundown;

/// <summary>Bodies of methods by address. Immutable; any thread; looking up does not allocate.</summary>
internal sealed class MethodTable
{
    private readonly ulong[] _starts;
    private readonly MethodRange[] _methods;
    private readonly Dictionary<ulong, MethodRange> _byMethod = [];
    private readonly IReadOnlyDictionary<ulong, ModuleRow> _modules;

    public MethodTable(IEnumerable<MethodRange> methods, IReadOnlyDictionary<ulong, ModuleRow> modules)
    {
        _methods = [.. methods.OrderBy(method => method.Start)];
        _starts = [.. _methods.Select(method => method.Start)];
        _modules = modules;
        foreach (MethodRange method in _methods)
        {
            _byMethod[method.MethodId] = method;
        }
    }

    public IReadOnlyList<MethodRange> Methods => _methods;

    public MethodRange? Find(ulong address)
    {
        int index = Array.BinarySearch(_starts, address);
        index = index < 0 ? ~index - 1 : index;
        return index >= 0 && address - _methods[index].Start < _methods[index].Size ? _methods[index] : null;
    }

    /// <summary>One body of the method, whichever.</summary>
    public MethodRange? FindMethod(ulong methodId) => _byMethod.GetValueOrDefault(methodId);

    public ModuleRow? ModuleOf(MethodRange method) => _modules.GetValueOrDefault(method.ModuleId);
}

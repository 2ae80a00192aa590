using System.Runtime.InteropServices;
using Pprof.Symbolization;

namespace Pprof.Aggregation;

/// <summary>The distinct functions of one profile. Functions are told apart by all they carry, so overloads and generic instantiations stay apart.</summary>
internal sealed class FunctionTable
{
    private readonly Dictionary<(string Name, string SystemName, string File, int StartLine), int> _byContent = [];
    private readonly List<FunctionSymbol> _functions = [];

    public IReadOnlyList<FunctionSymbol> Functions => _functions;

    /// <summary>Symbols of transient code are made anew every time they are asked for; by content they are the same function.</summary>
    public int Add(FunctionSymbol function)
    {
        var key = (function.Name, function.SystemName, function.FileName, function.StartLine);
        ref int index = ref CollectionsMarshal.GetValueRefOrAddDefault(_byContent, key, out bool known);
        if (!known)
        {
            index = _functions.Count;
            _functions.Add(function);
        }

        return index;
    }
}

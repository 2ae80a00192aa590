using Pprof.Symbolization;

namespace Pprof.Aggregation;

/// <summary>The distinct functions of one profile. Functions are told apart by all they carry, so overloads and generic instantiations stay apart.</summary>
internal sealed class FunctionTable
{
    private readonly Dictionary<Content, int> _byContent = [];
    private readonly List<FunctionSymbol> _functions = [];

    public IReadOnlyList<FunctionSymbol> Functions => _functions;

    /// <summary>Symbols of transient code are made anew every time they are asked for; by content they are the same function.</summary>
    public int Add(FunctionSymbol function)
    {
        Content key = new(function.Name, function.SystemName, function.FileName, function.StartLine);
        if (!_byContent.TryGetValue(key, out int index))
        {
            _byContent.Add(key, index = _functions.Count);
            _functions.Add(function);
        }

        return index;
    }

    private sealed record Content(string Name, string SystemName, string File, int StartLine);
}

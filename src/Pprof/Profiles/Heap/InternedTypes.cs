using Pprof.Runtime;
using Pprof.Symbolization.Naming;

namespace Pprof.Profiles.Heap;

/// <summary>Type names by number; number 0 is the unknown type. One thread at a time; allocates for names not met before.</summary>
/// <param name="most">The default of 64 Ki names is some 15 MB, more than programs have types. Types beyond are unknown, which is counted.</param>
/// <param name="nameOf">Name of the type with that MethodTable; null for that in this process.</param>
internal sealed class InternedTypes(int most = 1 << 16, Func<ulong, string?>? nameOf = null)
{
    private readonly Func<ulong, string?> _nameOf = nameOf ?? NameOf;
    private readonly Dictionary<ulong, int> _byHandle = [];
    private readonly Dictionary<string, int> _byName = new() { [""] = 0 };
    private readonly List<string> _names = [""];

    /// <summary>Look-ups that got no answer for want of room.</summary>
    public long Refused { get; private set; }

    public string this[int type] => _names[type];

    /// <summary>
    /// By the type itself where that can be asked: the runtime names a nested type without those around it, <c>Entry[System.Int32,System.__Canon][]</c>.
    /// </summary>
    /// <param name="handle">Its MethodTable; 0 when unknown.</param>
    /// <param name="name">As the runtime names it.</param>
    public int Add(ulong handle, ReadOnlySpan<char> name)
    {
        if (handle == 0 || name.IsEmpty)
        {
            return Add(name);
        }

        if (_byHandle.TryGetValue(handle, out int type))
        {
            return type;
        }

        // What may be freed is not remembered: another type may stand there later.
        string? full = _nameOf(handle);
        type = Add(full ?? name);
        if (full is not null && _byHandle.Count < most)
        {
            _byHandle.Add(handle, type);
        }

        return type;
    }

    public int Add(ReadOnlySpan<char> name)
    {
        var byName = _byName.GetAlternateLookup<ReadOnlySpan<char>>();
        if (byName.TryGetValue(name, out int type))
        {
            return type;
        }

        if (_names.Count >= most)
        {
            Refused++;
            return 0;
        }

        byName[name] = _names.Count;
        _names.Add(name.ToString());
        return _names.Count - 1;
    }

    private static string? NameOf(ulong handle) => RuntimeDescription.Current.Types.Value?.Find(handle) is { } type ? TypeText.Of(type) : null;
}

namespace Pprof.Profiles.Heap;

/// <summary>Type names by number; number 0 is the unknown type. One thread at a time; allocates for names not met before.</summary>
/// <param name="most">The default of 64 Ki names is some 15 MB, more than programs have types. Types beyond are unknown, which is counted.</param>
internal sealed class InternedTypes(int most = 1 << 16)
{
    private readonly Dictionary<string, int> _byName = new() { [""] = 0 };
    private readonly List<string> _names = [""];

    /// <summary>Look-ups that got no answer for want of room.</summary>
    public long Refused { get; private set; }

    public string this[int type] => _names[type];

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
}

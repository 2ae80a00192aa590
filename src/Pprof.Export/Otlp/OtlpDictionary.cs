using Pprof.Format;
using static Pprof.Export.Otlp.OtlpFields;

namespace Pprof.Export.Otlp;

/// <summary>The tables that the profiles of one message refer to by number. The first entry of each is empty and stands
/// for nothing.</summary>
internal sealed class OtlpDictionary
{
    private const string BuildId = "process.executable.build_id.gnu";

    private readonly NumberedTable<string> _strings = new("");
    private readonly NumberedTable<Mapping?> _mappings = new(null, ReferenceEqualityComparer.Instance);
    private readonly NumberedTable<Location?> _locations = new(null, ReferenceEqualityComparer.Instance);
    private readonly NumberedTable<Function?> _functions = new(null, ReferenceEqualityComparer.Instance);
    private readonly NumberedTable<TraceLink> _links = new(default);
    private readonly NumberedTable<Label?> _attributes = new(null);
    private readonly NumberedTable<string> _stacks = new("");
    private readonly List<ulong[]> _stackLocations = [[]];

    public int NumberOf(string text) => _strings.NumberOf(text);

    public int NumberOf(Label label) => _attributes.NumberOf(label);

    public int NumberOf(TraceLink link) => _links.NumberOf(link);

    /// <summary>Of a stack, leaf first.</summary>
    public int NumberOf(IReadOnlyList<Location> stack)
    {
        ulong[] locations = [.. stack.Select(location => (ulong)_locations.NumberOf(location))];
        int number = _stacks.NumberOf(string.Join(',', locations));
        if (number == _stackLocations.Count)
        {
            _stackLocations.Add(locations);
        }

        return number;
    }

    /// <summary>After everything that refers to it. What a table refers to is written after it, and the texts
    /// last.</summary>
    public void WriteTo(ProtoWriter writer)
    {
        Write(writer, Dictionary_Stacks, _stackLocations, stack => writer.Repeated(Stack_Locations, stack));
        Write(writer, Dictionary_Locations, _locations.All, location => Location(writer, location));
        Write(writer, Dictionary_Functions, _functions.All, function => Function(writer, function));
        Write(writer, Dictionary_Mappings, _mappings.All, mapping => Mapping(writer, mapping));
        Write(writer, Dictionary_Links, _links.All, link => link.WriteTo(writer));
        Write(writer, Dictionary_Attributes, _attributes.All, label => Attribute(writer, label));
        foreach (string text in _strings.All)
        {
            writer.String(Dictionary_Strings, text);
        }
    }

    private static void Write<T>(ProtoWriter writer, int field, IEnumerable<T> table, Action<T> write)
    {
        foreach (T entry in table)
        {
            int start = writer.BeginMessage(field);
            write(entry);
            writer.EndMessage(start);
        }
    }

    private void Location(ProtoWriter writer, Location? location)
    {
        if (location is null)
        {
            return;
        }

        writer.Int64Opt(Location_Mapping, location.Mapping is { } mapping ? _mappings.NumberOf(mapping) : 0);
        writer.UInt64Opt(Location_Address, location.Address);
        foreach (Line line in location.Lines)
        {
            int start = writer.BeginMessage(Location_Lines);
            writer.Int64Opt(Line_Function, _functions.NumberOf(line.Function));
            writer.Int64Opt(Line_Line, line.LineNumber);
            writer.Int64Opt(Line_Column, line.Column);
            writer.EndMessage(start);
        }
    }

    private void Function(ProtoWriter writer, Function? function)
    {
        if (function is not null)
        {
            writer.Int64Opt(Function_Name, NumberOf(function.Name));
            writer.Int64Opt(Function_SystemName, NumberOf(function.SystemName));
            writer.Int64Opt(Function_FileName, NumberOf(function.FileName));
            writer.Int64Opt(Function_StartLine, function.StartLine);
        }
    }

    private void Mapping(ProtoWriter writer, Mapping? mapping)
    {
        if (mapping is null)
        {
            return;
        }

        writer.UInt64Opt(Mapping_Start, mapping.MemoryStart);
        writer.UInt64Opt(Mapping_Limit, mapping.MemoryLimit);
        writer.UInt64Opt(Mapping_Offset, mapping.FileOffset);
        writer.Int64Opt(Mapping_FileName, NumberOf(mapping.FileName));
        if (mapping.BuildId.Length > 0)
        {
            writer.UInt64(Mapping_Attributes, (ulong)NumberOf(Label.OfText(BuildId, mapping.BuildId)));
        }
    }

    private void Attribute(ProtoWriter writer, Label? label)
    {
        if (label is null)
        {
            return;
        }

        writer.Int64Opt(Attribute_Key, NumberOf(label.Key));
        int start = writer.BeginMessage(Attribute_Value);
        if (label.Text.Length > 0)
        {
            writer.String(AnyValue_String, label.Text);
        }
        else
        {
            writer.UInt64(AnyValue_Int, (ulong)label.Number);
        }

        writer.EndMessage(start);
        writer.Int64Opt(Attribute_Unit, NumberOf(label.Unit));
    }
}

/// <summary>Gives numbers to what is different; 0 to what stands for nothing.</summary>
internal sealed class NumberedTable<T>
{
    private readonly Dictionary<object, int> _numbers;
    private readonly List<T> _all;

    public NumberedTable(T nothing, IEqualityComparer<object?>? comparer = null)
    {
        _numbers = new Dictionary<object, int>(comparer);
        _all = [nothing];
        if (nothing is not null)
        {
            _numbers.Add(nothing, 0);
        }
    }

    /// <summary>May grow while it is gone through.</summary>
    public IEnumerable<T> All
    {
        get
        {
            for (int i = 0; i < _all.Count; i++)
            {
                yield return _all[i];
            }
        }
    }

    public int NumberOf(T value)
    {
        if (!_numbers.TryGetValue(value!, out int number))
        {
            _numbers.Add(value!, number = _all.Count);
            _all.Add(value);
        }

        return number;
    }
}

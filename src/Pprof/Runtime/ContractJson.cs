using System.Globalization;
using System.Text.Json;

namespace Pprof.Runtime;

/// <summary>
/// The text of the runtime's description, in its compact form:
/// <code>
/// types:     { "Thread": { "!": size, "Frame": 8, "LinkNext": [112, "pointer"] } }
/// globals:   { "StubCodeBlockLast": ["0xf", "uint8"], "ThreadStore": [[3], "pointer"] }   // [[i]]: the i-th address of the table
/// contracts: { "ExecutionManager": 2 }          // .NET 10; .NET 11 writes "c1"
/// </code>
/// Globals whose value is text (the operating system's name) are left out: nobody here needs them.
/// </summary>
internal sealed class ContractJson
{
    public required Dictionary<string, Dictionary<string, int>> Types { get; init; }

    public required Dictionary<string, ContractGlobal> Globals { get; init; }

    /// <summary>The version of each contract, as text: "2", "c1".</summary>
    public required Dictionary<string, string> Contracts { get; init; }

    public static ContractJson Parse(ReadOnlyMemory<byte> utf8)
    {
        using JsonDocument document = JsonDocument.Parse(utf8);
        JsonElement root = document.RootElement;
        return new ContractJson
        {
            Types = Properties(root, "types").ToDictionary(p => p.Name, p => ParseFields(p.Value)),
            Globals = ParseGlobals(Properties(root, "globals")),
            Contracts = Properties(root, "contracts").ToDictionary(p => p.Name, p => p.Value.ToString()),
        };
    }

    private static JsonElement.ObjectEnumerator Properties(JsonElement root, string name) =>
        root.TryGetProperty(name, out JsonElement section) ? section.EnumerateObject() : throw new FormatException($"no section '{name}'");

    private static Dictionary<string, int> ParseFields(JsonElement type)
    {
        var fields = new Dictionary<string, int>();
        foreach (JsonProperty field in type.EnumerateObject())
        {
            JsonElement offset = field.Value.ValueKind == JsonValueKind.Array ? field.Value[0] : field.Value;
            if (offset.ValueKind == JsonValueKind.Number)
                fields[field.Name] = offset.GetInt32();
        }

        return fields;
    }

    private static Dictionary<string, ContractGlobal> ParseGlobals(JsonElement.ObjectEnumerator properties)
    {
        var globals = new Dictionary<string, ContractGlobal>();
        foreach (JsonProperty property in properties)
        {
            JsonElement value = property.Value.ValueKind == JsonValueKind.Array ? property.Value[0] : property.Value;
            bool isPointer = value.ValueKind == JsonValueKind.Array;
            if (TryParseNumber(isPointer ? value[0] : value, out ulong number))
                globals[property.Name] = new ContractGlobal(number, isPointer);
        }

        return globals;
    }

    private static bool TryParseNumber(JsonElement value, out ulong number)
    {
        if (value.ValueKind == JsonValueKind.Number)
            return value.TryGetUInt64(out number);
        string text = value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
        return text.StartsWith("0x", StringComparison.Ordinal)
            ? ulong.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number)
            : ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }
}

/// <summary>A global of the runtime's description: a constant, or an index into the table of addresses beside the text.</summary>
internal sealed record ContractGlobal(ulong Value, bool IsPointer);

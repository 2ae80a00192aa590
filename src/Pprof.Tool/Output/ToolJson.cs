using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pprof.Tool.Output;

/// <summary>What commands answer with <c>--json</c>. Names are camel case; a name keeps its meaning once it is there.</summary>
[JsonSerializable(typeof(ProcessRow[]))]
[JsonSerializable(typeof(RecordAnswer))]
internal sealed partial class ToolJson : JsonSerializerContext
{
    // Relaxed: for terminals and files, where no quote ends an HTML attribute.
    private static readonly ToolJson s_readable = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    public static string Text<T>(T value) => JsonSerializer.Serialize(value, typeof(T), s_readable);
}

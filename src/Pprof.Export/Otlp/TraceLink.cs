using Pprof.Format;
using static Pprof.Export.Otlp.OtlpFields;

namespace Pprof.Export.Otlp;

/// <summary>The span that a sample belongs to, by its labels <c>trace_id</c> and <c>span_id</c>.</summary>
internal readonly record struct TraceLink(string? TraceId, string? SpanId)
{
    public const string TraceKey = "trace_id";
    public const string SpanKey = "span_id";

    private const int TraceDigits = 32;
    private const int SpanDigits = 16;

    /// <summary>Empty when the labels do not name one.</summary>
    public static TraceLink Of(IReadOnlyList<Label> labels)
    {
        string? trace = labels.FirstOrDefault(label => label.Key == TraceKey)?.Text;
        string? span = labels.FirstOrDefault(label => label.Key == SpanKey)?.Text;
        return IsHex(trace, TraceDigits) && IsHex(span, SpanDigits) ? new TraceLink(trace, span) : default;
    }

    public void WriteTo(ProtoWriter writer)
    {
        if (TraceId is not null && SpanId is not null)
        {
            writer.Bytes(Link_TraceId, Convert.FromHexString(TraceId));
            writer.Bytes(Link_SpanId, Convert.FromHexString(SpanId));
        }
    }

    private static bool IsHex(string? text, int digits) => text?.Length == digits && text.All(char.IsAsciiHexDigit);
}

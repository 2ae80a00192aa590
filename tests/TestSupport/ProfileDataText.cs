using System.Text;
using Pprof.Format;

namespace Pprof.TestSupport;

/// <summary>The same text as <see cref="ProtoText"/>, from our own model, as it must read after it was written.</summary>
internal static class ProfileDataText
{
    public static string Of(ProfileData profile)
    {
        StringBuilder text = new();
        text.Append($"types {string.Join(' ', profile.SampleTypes.Select(Type))} default {S(profile.DefaultSampleType)}\n");
        text.Append($"period {(profile.PeriodType is { } p ? Type(p) : "none")} {profile.Period}\n");
        text.Append($"time {profile.TimeNanos} duration {profile.DurationNanos}\n");
        text.Append($"drop {S(profile.DropFrames)} keep {S(profile.KeepFrames)} doc {S(profile.DocUrl)}\n");
        text.Append($"comments {string.Join(' ', profile.Comments.Select(S))}\n");
        foreach (Mapping m in profile.Mappings)
        {
            text.Append($"mapping {m.Id.Value} {m.MemoryStart:x}-{m.MemoryLimit:x}+{m.FileOffset:x} {S(m.FileName)} {S(m.BuildId)}");
            text.Append($" {m.HasFunctions} {m.HasFileNames} {m.HasLineNumbers} {m.HasInlineFrames}\n");
        }

        foreach (Function f in profile.Functions)
        {
            string systemName = Clean(f.SystemName) == Clean(f.Name) ? "" : f.SystemName;
            text.Append($"function {f.Id.Value} {S(f.Name)} {S(systemName)} {S(f.FileName)}:{f.StartLine}\n");
        }

        foreach (Location l in profile.Locations)
        {
            string lines = string.Join(' ', l.Lines.Select(line => $"{line.Function.Id.Value}:{line.LineNumber}:{line.Column}"));
            text.Append($"location {l.Id.Value} mapping {l.Mapping?.Id.Value ?? 0} {l.Address:x} {l.IsFolded} {lines}\n");
        }

        foreach (Sample s in profile.Samples)
        {
            string labels = string.Join(' ', s.Labels.Select(l => $"{S(l.Key)}={S(l.Text)}|{l.Number}|{S(l.Unit)}"));
            text.Append($"sample {string.Join(',', s.Locations.Select(l => l.Id.Value))} = {string.Join(',', s.Values)} {labels}\n");
        }

        return text.ToString();
    }

    private static string Type(SampleType type) => $"{S(type.Type)}/{S(type.Unit)}";

    private static string S(string value) => $"\"{Clean(value)}\"";

    /// <summary>UTF-8 has no lone surrogates.</summary>
    private static string Clean(string value) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(value));
}

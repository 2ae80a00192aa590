using System.Text;
using Pprof.TestSupport.Proto;

namespace Pprof.TestSupport;

/// <summary>A generated profile as text that a person can read and two tests can compare, with all string indices resolved.</summary>
public static class ProtoText
{
    public static string Of(Proto.Profile profile)
    {
        StringBuilder text = new();
        string S(long index) => $"\"{profile.StringTable[(int)index]}\"";
        text.Append($"types {string.Join(' ', profile.SampleType.Select(t => $"{S(t.Type)}/{S(t.Unit)}"))} default {S(profile.DefaultSampleType)}\n");
        text.Append($"period {(profile.PeriodType is { } p ? $"{S(p.Type)}/{S(p.Unit)}" : "none")} {profile.Period}\n");
        text.Append($"time {profile.TimeNanos} duration {profile.DurationNanos}\n");
        text.Append($"drop {S(profile.DropFrames)} keep {S(profile.KeepFrames)} doc {S(profile.DocUrl)}\n");
        text.Append($"comments {string.Join(' ', profile.Comment.Select(S))}\n");
        foreach (Mapping m in profile.Mapping)
        {
            text.Append($"mapping {m.Id} {m.MemoryStart:x}-{m.MemoryLimit:x}+{m.FileOffset:x} {S(m.Filename)} {S(m.BuildId)}");
            text.Append($" {m.HasFunctions} {m.HasFilenames} {m.HasLineNumbers} {m.HasInlineFrames}\n");
        }

        foreach (Function f in profile.Function)
        {
            text.Append($"function {f.Id} {S(f.Name)} {S(f.SystemName)} {S(f.Filename)}:{f.StartLine}\n");
        }

        foreach (Location l in profile.Location)
        {
            string lines = string.Join(' ', l.Line.Select(line => $"{line.FunctionId}:{line.Line_}:{line.Column}"));
            text.Append($"location {l.Id} mapping {l.MappingId} {l.Address:x} {l.IsFolded} {lines}\n");
        }

        foreach (Sample s in profile.Sample)
        {
            string labels = string.Join(' ', s.Label.Select(l => $"{S(l.Key)}={S(l.Str)}|{l.Num}|{S(l.NumUnit)}"));
            text.Append($"sample {string.Join(',', s.LocationId)} = {string.Join(',', s.Value)} {labels}\n");
        }

        return text.ToString();
    }
}

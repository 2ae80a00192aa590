using System.Globalization;
using Pprof.Format;

namespace Pprof.Reporting;

/// <summary>Everything that is in the profile, as text: <c>-raw</c>.</summary>
internal static class RawReport
{
    private const string LabelIndent = "                ";

    public static void Write(TextWriter output, ProfileData profile, ReadBudget budget)
    {
        WriteHead(output, profile);
        foreach (Sample sample in profile.Samples)
        {
            WriteSample(output, sample);
        }

        output.WriteLine("Locations");
        foreach (Location location in profile.Locations)
        {
            budget.ChargeText(location.Lines.Sum(line => line.Function.Name.Length + line.Function.FileName.Length));
            WriteLocation(output, location);
        }

        output.WriteLine("Mappings");
        foreach (Mapping mapping in profile.Mappings)
        {
            output.WriteLine(TextOf(mapping));
        }
    }

    private static void WriteHead(TextWriter output, ProfileData profile)
    {
        foreach (string comment in profile.Comments)
        {
            output.WriteLine("Comment: " + DisplayText.Escape(comment));
        }

        if (profile.PeriodType is { } type)
        {
            output.WriteLine($"PeriodType: {DisplayText.Escape(type.Type)} {DisplayText.Escape(type.Unit)}");
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Period: {profile.Period}"));
        if (profile.TimeNanos != 0)
        {
            DateTimeOffset time = DateTimeOffset.UnixEpoch.AddTicks(profile.TimeNanos / TimeSpan.NanosecondsPerTick);
            output.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"Time: {time:yyyy-MM-dd HH:mm:ss.FFFFFFF} +0000 UTC"));
        }

        if (profile.DurationNanos != 0)
        {
            output.WriteLine("Duration: " + Measure.Label(profile.DurationNanos, "nanoseconds"));
        }

        output.WriteLine("Samples:");
        output.WriteLine(string.Join(' ', profile.SampleTypes.Select(one =>
            $"{DisplayText.Escape(one.Type)}/{DisplayText.Escape(one.Unit)}{(one.Type == profile.DefaultSampleType ? "[dflt]" : "")}")));
    }

    private static void WriteSample(TextWriter output, Sample sample)
    {
        foreach (long value in sample.Values)
        {
            output.Write(string.Create(CultureInfo.InvariantCulture, $" {value,10}"));
        }

        output.Write(": ");
        foreach (Location location in sample.Locations)
        {
            output.Write(location.Id.Value);
            output.Write(' ');
        }

        output.WriteLine();
        WriteLabels(output,
            LabelSetText.Texts(sample)
            .Select(group => $"{group.Key}:[{string.Join(' ', group.Select(label => label.Text))}]"));
        WriteLabels(output,
            LabelSetText.Numbers(sample).Select(group => $"{group.Key}:[{string.Join(' ', group.Select(TextOf))}]"));
    }

    private static void WriteLabels(TextWriter output, IEnumerable<string> labels)
    {
        List<string> sorted = [.. labels.Order(StringComparer.Ordinal).Select(DisplayText.Escape)];
        if (sorted.Count > 0)
        {
            output.WriteLine(LabelIndent + string.Join(' ', sorted));
        }
    }

    private static string TextOf(Label label) =>
        label.Number.ToString(CultureInfo.InvariantCulture) + (label.Unit.Length > 0 ? " " + label.Unit : "");

    private static void WriteLocation(TextWriter output, Location location)
    {
        string head = string.Create(CultureInfo.InvariantCulture,
            $"{location.Id.Value,6}: 0x{location.Address:x} {(location.Mapping is { } mapping ? $"M={mapping.Id.Value} " : "")}{(location.IsFolded ? "[F] " : "")}");
        if (location.Lines.Count == 0)
        {
            output.WriteLine(head);
        }

        foreach (Line line in location.Lines)
        {
            output.WriteLine(head + TextOf(line));
            head = "             ";
        }
    }

    private static string TextOf(Line line)
    {
        Function function = line.Function;
        string system = function.Name == function.SystemName ? "" : $"({DisplayText.Escape(function.SystemName)})";
        return string.Create(CultureInfo.InvariantCulture,
            $"{DisplayText.Escape(function.Name)} {DisplayText.Escape(function.FileName)}:{line.LineNumber} s={function.StartLine}{system}");
    }

    private static string TextOf(Mapping mapping)
    {
        string flags = (mapping.HasFunctions ? "[FN]" : "") + (mapping.HasFileNames ? "[FL]" : "") + (
            mapping.HasLineNumbers ? "[LN]" : "") + (mapping.HasInlineFrames ? "[IN]" : "");
        return string.Create(CultureInfo.InvariantCulture,
            $"{mapping.Id.Value}: 0x{mapping.MemoryStart:x}/0x{mapping.MemoryLimit:x}/0x{mapping.FileOffset:x} {DisplayText.Escape(mapping.FileName)} {DisplayText.Escape(mapping.BuildId)} {flags}");
    }
}

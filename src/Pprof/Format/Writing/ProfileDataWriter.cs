using System.Runtime.InteropServices;

namespace Pprof.Format;

/// <summary>Puts a model through the encoder: tables before those who refer to them, each in its order.</summary>
internal sealed class ProfileDataWriter(ProfileEncoder encoder)
{
    private readonly List<LocationId> _stack = [];
    private readonly List<LineEntry> _lines = [];
    private readonly List<long> _values = [];
    private readonly List<Label> _labels = [];

    public void Write(ProfileData profile)
    {
        WriteHeader(profile);
        foreach (Mapping mapping in profile.Mappings)
        {
            encoder.AddMapping(mapping);
        }

        foreach (Function function in profile.Functions)
        {
            encoder.AddFunction(function.Id, function.Name, function.SystemName, function.FileName, function.StartLine);
        }

        foreach (Location location in profile.Locations)
        {
            WriteLocation(location);
        }

        foreach (Sample sample in profile.Samples)
        {
            WriteSample(sample);
        }
    }

    private void WriteHeader(ProfileData profile)
    {
        foreach (SampleType type in profile.SampleTypes)
        {
            encoder.AddSampleType(type);
        }

        foreach (string comment in profile.Comments)
        {
            encoder.AddComment(comment);
        }

        encoder.SetPeriod(profile.PeriodType, profile.Period);
        encoder.SetDefaultSampleType(profile.DefaultSampleType);
        encoder.SetTime(profile.TimeNanos);
        encoder.SetDuration(profile.DurationNanos);
        encoder.SetFrameFilters(profile.DropFrames, profile.KeepFrames);
        encoder.SetDocUrl(profile.DocUrl);
    }

    private void WriteLocation(Location location)
    {
        _lines.Clear();
        foreach (Line line in location.Lines)
        {
            _lines.Add(new LineEntry(line.Function.Id, line.LineNumber, line.Column));
        }

        encoder.AddLocation(
            location.Id,
            location.Mapping?.Id ?? default,
            location.Address,
            CollectionsMarshal.AsSpan(_lines),
            location.IsFolded);
    }

    private void WriteSample(Sample sample)
    {
        _stack.Clear();
        foreach (Location location in sample.Locations)
        {
            _stack.Add(location.Id);
        }

        encoder.AddSample(
            CollectionsMarshal.AsSpan(_stack),
            Refill(_values, sample.Values),
            Refill(_labels, sample.Labels));
    }

    private static ReadOnlySpan<T> Refill<T>(List<T> scratch, IReadOnlyList<T> items)
    {
        scratch.Clear();
        scratch.AddRange(items);
        return CollectionsMarshal.AsSpan(scratch);
    }
}

using Pprof.Export.Collecting;
using Pprof.Format;
using static Pprof.Export.Otlp.OtlpFields;

namespace Pprof.Export.Otlp;

/// <summary>
/// One profile as an <c>ExportProfilesServiceRequest</c>. There a profile has one sample type, so one of ours becomes
/// several that share their tables.
/// </summary>
internal sealed class OtlpRequest(ProtoWriter writer, ProfileData data)
{
    private static readonly string s_version = typeof(PprofExporter).Assembly.GetName().Version?.ToString(3) ?? "";

    private readonly OtlpDictionary _dictionary = new();

    public static void Write(Stream stream, ExportedProfile profile, IEnumerable<KeyValuePair<string, string>> resource)
    {
        ProtoWriter writer = new(stream);
        new OtlpRequest(writer, ProfileDecoder.Read(profile.File.Span)).Write(profile, resource);
        writer.Flush();
    }

    private void Write(ExportedProfile profile, IEnumerable<KeyValuePair<string, string>> resource)
    {
        int resourceProfiles = writer.BeginMessage(Request_ResourceProfiles);
        Resource(resource);
        int scopeProfiles = writer.BeginMessage(ResourceProfiles_ScopeProfiles);
        int scope = writer.BeginMessage(ScopeProfiles_Scope);
        writer.String(Scope_Name, "Pprof");
        writer.String(Scope_Version, s_version);
        writer.EndMessage(scope);
        for (int type = 0; type < data.SampleTypes.Count; type++)
        {
            OneType(profile, type);
        }

        writer.EndMessage(scopeProfiles);
        writer.EndMessage(resourceProfiles);
        int dictionary = writer.BeginMessage(Request_Dictionary);
        _dictionary.WriteTo(writer);
        writer.EndMessage(dictionary);
    }

    private void Resource(IEnumerable<KeyValuePair<string, string>> attributes)
    {
        int resource = writer.BeginMessage(ResourceProfiles_Resource);
        foreach ((string key, string value) in attributes)
        {
            int attribute = writer.BeginMessage(Resource_Attributes);
            writer.String(KeyValue_Key, key);
            int any = writer.BeginMessage(KeyValue_Value);
            writer.String(AnyValue_String, value);
            writer.EndMessage(any);
            writer.EndMessage(attribute);
        }

        writer.EndMessage(resource);
    }

    private void OneType(ExportedProfile profile, int type)
    {
        int start = writer.BeginMessage(ScopeProfiles_Profiles);
        ValueType(Profile_SampleType, data.SampleTypes[type]);
        foreach (Sample sample in data.Samples.Where(sample => sample.Values[type] != 0))
        {
            OneSample(sample, sample.Values[type]);
        }

        writer.Fixed64(Profile_Time, (ulong)((profile.Start - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick));
        writer.Int64Opt(Profile_Duration, profile.Duration.Ticks * TimeSpan.NanosecondsPerTick);
        if (data.PeriodType is { } period)
        {
            ValueType(Profile_PeriodType, period);
            writer.Int64Opt(Profile_Period, data.Period);
        }

        writer.Bytes(Profile_Id, IdOf(profile, type));
        writer.EndMessage(start);
    }

    // The same on every attempt, and different for each type.
    private static byte[] IdOf(ExportedProfile profile, int type)
    {
        byte[] id = profile.Id.ToByteArray();
        id[^1] ^= (byte)type;
        return id;
    }

    private void OneSample(Sample sample, long value)
    {
        int start = writer.BeginMessage(Profile_Samples);
        TraceLink link = TraceLink.Of(sample.Labels);
        IEnumerable<Label> attributes = link == default
            ? sample.Labels
            : sample.Labels.Where(label => label.Key is not (TraceLink.TraceKey or TraceLink.SpanKey));
        writer.Int64Opt(Sample_Stack, _dictionary.NumberOf(sample.Locations));
        writer.Repeated(Sample_Attributes, [.. attributes.Select(label => (ulong)_dictionary.NumberOf(label))]);
        writer.Int64Opt(Sample_Link, _dictionary.NumberOf(link));
        writer.Repeated(Sample_Values, [(ulong)value]);
        writer.EndMessage(start);
    }

    private void ValueType(int field, SampleType type)
    {
        int start = writer.BeginMessage(field);
        writer.Int64Opt(ValueType_Type, _dictionary.NumberOf(type.Type));
        writer.Int64Opt(ValueType_Unit, _dictionary.NumberOf(type.Unit));
        writer.EndMessage(start);
    }
}

using System.Runtime.InteropServices;
using static Pprof.Format.ProfileSchema;

namespace Pprof.Format;

/// <summary>What a profile says once. Kept until the end, so that it may be set at any time and again.</summary>
internal sealed class ProfileHeader(StringTable strings)
{
    private readonly List<(int Type, int Unit)> _sampleTypes = [];
    private readonly List<ulong> _comments = [];
    private (int Type, int Unit)? _periodType;
    private long _period;
    private int _defaultSampleType;
    private int _dropFrames;
    private int _keepFrames;
    private int _docUrl;

    public int SampleTypeCount => _sampleTypes.Count;

    public long TimeNanos { get; set; }

    public long DurationNanos { get; set; }

    public void AddSampleType(SampleType type) => _sampleTypes.Add(Intern(type));

    public void AddComment(string comment) => _comments.Add((ulong)strings.Intern(comment));

    public void SetPeriod(SampleType? type, long period)
    {
        _periodType = type is null ? null : Intern(type);
        _period = period;
    }

    public void SetDefaultSampleType(string type) => _defaultSampleType = strings.Intern(type);

    public void SetFrameFilters(string drop, string keep)
    {
        _dropFrames = strings.Intern(drop);
        _keepFrames = strings.Intern(keep);
    }

    public void SetDocUrl(string url) => _docUrl = strings.Intern(url);

    public void WriteTo(ProtoWriter writer)
    {
        foreach ((int Type, int Unit) sampleType in _sampleTypes)
        {
            WriteType(writer, Profile_SampleType, sampleType);
        }

        if (_periodType is { } periodType)
        {
            WriteType(writer, Profile_PeriodType, periodType);
        }

        writer.Int64Opt(Profile_Period, _period);
        writer.Int64Opt(Profile_TimeNanos, TimeNanos);
        writer.Int64Opt(Profile_DurationNanos, DurationNanos);
        writer.Int64Opt(Profile_DropFrames, _dropFrames);
        writer.Int64Opt(Profile_KeepFrames, _keepFrames);
        writer.Int64Opt(Profile_DefaultSampleType, _defaultSampleType);
        writer.Int64Opt(Profile_DocUrl, _docUrl);
        writer.Repeated(Profile_Comment, CollectionsMarshal.AsSpan(_comments));
    }

    private (int Type, int Unit) Intern(SampleType type) => (strings.Intern(type.Type), strings.Intern(type.Unit));

    private static void WriteType(ProtoWriter writer, int field, (int Type, int Unit) type)
    {
        int start = writer.BeginMessage(field);
        writer.Int64Opt(ValueType_Type, type.Type);
        writer.Int64Opt(ValueType_Unit, type.Unit);
        writer.EndMessage(start);
    }
}

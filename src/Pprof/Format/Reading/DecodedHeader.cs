using static Pprof.Format.ProfileSchema;

namespace Pprof.Format;

/// <summary>The fields that a profile has once, as numbers: the strings may come later in the file.</summary>
internal sealed class DecodedHeader(ReadBudget budget)
{
    public long TimeNanos { get; private set; }

    public long DurationNanos { get; private set; }

    public long Period { get; private set; }

    public ulong DropFrames { get; private set; }

    public ulong KeepFrames { get; private set; }

    public ulong DefaultSampleType { get; private set; }

    public ulong DocUrl { get; private set; }

    public List<ulong> Comments { get; } = [];

    /// <summary>Reads the field at which <paramref name="reader"/> stands, or skips it when this version does not know it.</summary>
    public void Read(ref ProtoReader reader)
    {
        switch (reader.Field)
        {
            case Profile_TimeNanos:
                ReadTime(ref reader);
                break;
            case Profile_DurationNanos:
                DurationNanos = reader.Int64();
                break;
            case Profile_Period:
                Period = reader.Int64();
                break;
            case Profile_DropFrames:
                DropFrames = reader.UInt64();
                break;
            case Profile_KeepFrames:
                KeepFrames = reader.UInt64();
                break;
            case Profile_DefaultSampleType:
                DefaultSampleType = reader.UInt64();
                break;
            case Profile_DocUrl:
                DocUrl = reader.UInt64();
                break;
            case Profile_Comment:
                reader.AppendTo(Comments, budget);
                break;
            default:
                reader.Skip();
                break;
        }
    }

    /// <summary>Two files written one after the other are, as a protocol buffer, one message with both contents. Two times give them away.</summary>
    private void ReadTime(ref ProtoReader reader)
    {
        if (TimeNanos != 0)
        {
            throw reader.Error("a second time stamp: profiles were concatenated. Read each by itself, and merge them");
        }

        TimeNanos = reader.Int64();
    }
}

using static Pprof.Format.ProfileSchema;

namespace Pprof.Format;

/// <summary>
/// The first pass over a file: where its messages lie, its strings, and its header. Messages may come in any order and refer to
/// later ones, so they are read in a second pass, when everything they refer to is there.
/// </summary>
internal sealed class ProfileSections
{
    private readonly ReadBudget _budget;

    public ProfileSections(ReadOnlySpan<byte> data, ReadBudget budget)
    {
        _budget = budget;
        Header = new DecodedHeader(budget);
        Strings = new DecodedStrings(budget);
        ProtoReader reader = new("Profile", data, 0);
        while (reader.Next())
        {
            ReadField(ref reader);
        }

        if (Strings.IsEmpty)
        {
            throw new ProfileFormatException("Not a valid profile: it has no string table.");
        }
    }

    public DecodedHeader Header { get; }

    public DecodedStrings Strings { get; }

    public List<MessageRange> SampleTypes { get; } = [];

    public List<MessageRange> Samples { get; } = [];

    public List<MessageRange> Mappings { get; } = [];

    public List<MessageRange> Locations { get; } = [];

    public List<MessageRange> Functions { get; } = [];

    public MessageRange? PeriodType { get; private set; }

    private void ReadField(ref ProtoReader reader)
    {
        switch (reader.Field)
        {
            case Profile_SampleType:
                Remember(SampleTypes, ref reader);
                break;
            case Profile_Sample:
                Remember(Samples, ref reader, ReadBudget.Sample);
                break;
            case Profile_Mapping:
                Remember(Mappings, ref reader);
                break;
            case Profile_Location:
                Remember(Locations, ref reader);
                break;
            case Profile_Function:
                Remember(Functions, ref reader);
                break;
            case Profile_StringTable:
                Strings.Add(ref reader);
                break;
            case Profile_PeriodType:
                PeriodType = MessageRange.Of(ref reader);
                break;
            default:
                Header.Read(ref reader);
                break;
        }
    }

    private void Remember(List<MessageRange> ranges, ref ProtoReader reader, int bytes = ReadBudget.Message)
    {
        _budget.Charge(bytes);
        ranges.Add(MessageRange.Of(ref reader));
    }
}

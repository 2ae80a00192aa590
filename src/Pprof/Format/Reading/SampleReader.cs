using System.Runtime.InteropServices;
using static Pprof.Format.ProfileSchema;

namespace Pprof.Format;

/// <summary>Reads samples when locations are known.</summary>
internal sealed class SampleReader(IdTable<Location> locations, ProfileSections sections, ReadBudget budget)
{
    private readonly List<ulong> _locationIds = [];
    private readonly List<ulong> _values = [];
    private readonly List<Label> _labels = [];

    public Sample Read(ref ProtoReader reader)
    {
        _locationIds.Clear();
        _values.Clear();
        _labels.Clear();
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case Sample_LocationId:
                    reader.AppendTo(_locationIds, budget);
                    break;
                case Sample_Value:
                    reader.AppendTo(_values, budget);
                    break;
                case Sample_Label:
                    _labels.Add(ReadLabel(reader.Message("Label")));
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return ToSample(reader);
    }

    private Sample ToSample(ProtoReader reader)
    {
        int types = sections.SampleTypes.Count;
        if (_values.Count != types || types == 0)
        {
            throw reader.Error($"the sample has {_values.Count} values and the profile {types} sample types");
        }

        return new Sample
        {
            Locations = FindLocations(reader),
            Values = MemoryMarshal.Cast<ulong, long>(CollectionsMarshal.AsSpan(_values)).ToArray(),
            Labels = _labels.Count == 0 ? [] : _labels.ToArray(),
        };
    }

    private Location[] FindLocations(ProtoReader reader)
    {
        Location[] stack = new Location[_locationIds.Count];
        long frames = 0;
        for (int i = 0; i < stack.Length; i++)
        {
            stack[i] = locations.TryFind(_locationIds[i], out Location? location)
                ? location
                : throw reader.Error($"there is no location {_locationIds[i]}");
            frames += Math.Max(1, location.Lines.Count);
        }

        budget.ChargeFrames(frames);

        return stack;
    }

    private Label ReadLabel(ProtoReader reader)
    {
        budget.Charge(ReadBudget.Label);
        string key = "", text = "", unit = "";
        long number = 0;
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case Label_Key:
                    key = sections.Strings.Read(ref reader);
                    break;
                case Label_Str:
                    text = sections.Strings.Read(ref reader);
                    break;
                case Label_Num:
                    number = reader.Int64();
                    break;
                case Label_NumUnit:
                    unit = sections.Strings.Read(ref reader);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return new Label(key, text, number, unit);
    }
}

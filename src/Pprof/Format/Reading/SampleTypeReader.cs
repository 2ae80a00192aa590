using static Pprof.Format.ProfileSchema;

namespace Pprof.Format;

internal static class SampleTypeReader
{
    public static SampleType Read(ref ProtoReader reader, DecodedStrings strings)
    {
        string type = "", unit = "";
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case ValueType_Type:
                    type = strings.Read(ref reader);
                    break;
                case ValueType_Unit:
                    unit = strings.Read(ref reader);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return new SampleType(type, unit);
    }
}

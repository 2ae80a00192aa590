using static Pprof.Format.ProfileSchema;

namespace Pprof.Format;

internal static class FunctionReader
{
    public static Function Read(ref ProtoReader reader, DecodedStrings strings)
    {
        ulong id = 0;
        string name = "", systemName = "", fileName = "";
        long startLine = 0;
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case Function_Id:
                    id = reader.UInt64();
                    break;
                case Function_Name:
                    name = strings.Read(ref reader);
                    break;
                case Function_SystemName:
                    systemName = strings.Read(ref reader);
                    break;
                case Function_FileName:
                    fileName = strings.Read(ref reader);
                    break;
                case Function_StartLine:
                    startLine = reader.Int64();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return new Function { Id = new FunctionId(id), Name = name, SystemName = systemName, FileName = fileName, StartLine = startLine };
    }
}

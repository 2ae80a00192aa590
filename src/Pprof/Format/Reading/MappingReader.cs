using static Pprof.Format.ProfileSchema;

namespace Pprof.Format;

internal static class MappingReader
{
    public static Mapping Read(ref ProtoReader reader, DecodedStrings strings)
    {
        Fields fields = default;
        while (reader.Next())
        {
            fields.Read(ref reader, strings);
        }

        return fields.ToMapping();
    }

    private struct Fields
    {
        private ulong _id;
        private ulong _start;
        private ulong _limit;
        private ulong _offset;
        private string? _fileName;
        private string? _buildId;
        private int _flags;

        public void Read(ref ProtoReader reader, DecodedStrings strings)
        {
            switch (reader.Field)
            {
                case Mapping_Id:
                    _id = reader.UInt64();
                    break;
                case Mapping_MemoryStart:
                    _start = reader.UInt64();
                    break;
                case Mapping_MemoryLimit:
                    _limit = reader.UInt64();
                    break;
                case Mapping_FileOffset:
                    _offset = reader.UInt64();
                    break;
                case Mapping_FileName:
                    _fileName = strings.Read(ref reader);
                    break;
                case Mapping_BuildId:
                    _buildId = strings.Read(ref reader);
                    break;
                case Mapping_HasFunctions or Mapping_HasFileNames or Mapping_HasLineNumbers or Mapping_HasInlineFrames:
                    SetFlag(reader.Field, reader.Bool());
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        public readonly Mapping ToMapping() => new()
        {
            Id = new MappingId(_id),
            MemoryStart = _start,
            MemoryLimit = _limit,
            FileOffset = _offset,
            FileName = _fileName ?? "",
            BuildId = _buildId ?? "",
            HasFunctions = HasFlag(Mapping_HasFunctions),
            HasFileNames = HasFlag(Mapping_HasFileNames),
            HasLineNumbers = HasFlag(Mapping_HasLineNumbers),
            HasInlineFrames = HasFlag(Mapping_HasInlineFrames),
        };

        private void SetFlag(int field, bool value) => _flags = value ? _flags | (1 << field) : _flags & ~(1 << field);

        private readonly bool HasFlag(int field) => (_flags & (1 << field)) != 0;
    }
}

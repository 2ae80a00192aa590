using static Pprof.Format.ProfileSchema;

namespace Pprof.Format;

/// <summary>Reads locations when mappings and functions are known.</summary>
internal sealed class LocationReader(IdTable<Mapping> mappings, IdTable<Function> functions, ReadBudget budget)
{
    private readonly List<Line> _lines = [];

    public Location Read(ref ProtoReader reader)
    {
        ulong id = 0, mapping = 0, address = 0;
        bool isFolded = false;
        _lines.Clear();
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case Location_Id:
                    id = reader.UInt64();
                    break;
                case Location_MappingId:
                    mapping = reader.UInt64();
                    break;
                case Location_Address:
                    address = reader.UInt64();
                    break;
                case Location_Line:
                    AddLine(reader.Message("Line"));
                    break;
                case Location_IsFolded:
                    isFolded = reader.Bool();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return new Location
        {
            Id = new LocationId(id),
            Mapping = FindMapping(mapping),
            Address = address,
            Lines = _lines.Count == 0 ? [] : _lines.ToArray(),
            IsFolded = isFolded,
        };
    }

    /// <summary>A mapping that is not there counts as none, as in the pprof tool.</summary>
    private Mapping? FindMapping(ulong id) => mappings.TryFind(id, out Mapping? mapping) ? mapping : null;

    private void AddLine(ProtoReader reader)
    {
        ulong functionId = 0;
        long line = 0, column = 0;
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case Line_FunctionId:
                    functionId = reader.UInt64();
                    break;
                case Line_Line:
                    line = reader.Int64();
                    break;
                case Line_Column:
                    column = reader.Int64();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        if (!functions.TryFind(functionId, out Function? function))
        {
            throw reader.Error($"there is no function {functionId}");
        }

        budget.Charge(ReadBudget.Line);
        _lines.Add(new Line(function, line, column));
    }
}

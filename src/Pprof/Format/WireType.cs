namespace Pprof.Format;

/// <summary>How a protocol buffer field is laid out: the low three bits of its tag. Groups (3 and 4) never occur in profiles.</summary>
internal enum WireType
{
    Varint = 0,
    Fixed64 = 1,
    LengthDelimited = 2,
    Fixed32 = 5,
}

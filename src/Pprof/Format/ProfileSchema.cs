namespace Pprof.Format;

/// <summary>
/// The fields of <c>perftools.profiles.Profile</c> by number, named Message_Field, with their proto types.
/// The schema: https://github.com/google/pprof/blob/main/proto/profile.proto. "string" means an int64 index into string_table.
/// </summary>
internal static class ProfileSchema
{
    public const int Profile_SampleType = 1;          // repeated ValueType
    public const int Profile_Sample = 2;              // repeated Sample
    public const int Profile_Mapping = 3;             // repeated Mapping
    public const int Profile_Location = 4;            // repeated Location
    public const int Profile_Function = 5;            // repeated Function
    public const int Profile_StringTable = 6;         // repeated string (UTF-8); the first is ""
    public const int Profile_DropFrames = 7;          // string
    public const int Profile_KeepFrames = 8;          // string
    public const int Profile_TimeNanos = 9;           // int64, since 1970 UTC
    public const int Profile_DurationNanos = 10;      // int64
    public const int Profile_PeriodType = 11;         // ValueType
    public const int Profile_Period = 12;             // int64
    public const int Profile_Comment = 13;            // repeated string
    public const int Profile_DefaultSampleType = 14;  // string
    public const int Profile_DocUrl = 15;             // string

    public const int ValueType_Type = 1;              // string
    public const int ValueType_Unit = 2;              // string

    public const int Sample_LocationId = 1;           // repeated uint64, leaf first
    public const int Sample_Value = 2;                // repeated int64, one per sample type
    public const int Sample_Label = 3;                // repeated Label

    public const int Label_Key = 1;                   // string
    public const int Label_Str = 2;                   // string
    public const int Label_Num = 3;                   // int64
    public const int Label_NumUnit = 4;               // string

    public const int Mapping_Id = 1;                  // uint64, not 0
    public const int Mapping_MemoryStart = 2;         // uint64
    public const int Mapping_MemoryLimit = 3;         // uint64
    public const int Mapping_FileOffset = 4;          // uint64
    public const int Mapping_FileName = 5;            // string
    public const int Mapping_BuildId = 6;             // string
    public const int Mapping_HasFunctions = 7;        // bool
    public const int Mapping_HasFileNames = 8;        // bool
    public const int Mapping_HasLineNumbers = 9;      // bool
    public const int Mapping_HasInlineFrames = 10;    // bool

    public const int Location_Id = 1;                 // uint64, not 0
    public const int Location_MappingId = 2;          // uint64, 0 for none
    public const int Location_Address = 3;            // uint64
    public const int Location_Line = 4;               // repeated Line, innermost inlined function first
    public const int Location_IsFolded = 5;           // bool

    public const int Line_FunctionId = 1;             // uint64
    public const int Line_Line = 2;                   // int64
    public const int Line_Column = 3;                 // int64

    public const int Function_Id = 1;                 // uint64, not 0
    public const int Function_Name = 2;               // string
    public const int Function_SystemName = 3;         // string
    public const int Function_FileName = 4;           // string
    public const int Function_StartLine = 5;          // int64
}

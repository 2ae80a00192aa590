namespace Pprof.Export.Otlp;

/// <summary>
/// Numbers of fields, as in open-telemetry/opentelemetry-proto of 18 August 2026:
/// <c>collector/profiles/v1development</c>,
/// <c>profiles/v1development</c>, <c>common/v1</c>, <c>resource/v1</c>.
/// </summary>
internal static class OtlpFields
{
    public const int Request_ResourceProfiles = 1;
    public const int Request_Dictionary = 2;
    public const int Response_PartialSuccess = 1;
    public const int PartialSuccess_RejectedProfiles = 1;
    public const int PartialSuccess_ErrorMessage = 2;

    public const int ResourceProfiles_Resource = 1;
    public const int ResourceProfiles_ScopeProfiles = 2;
    public const int Resource_Attributes = 1;
    public const int KeyValue_Key = 1;
    public const int KeyValue_Value = 2;
    public const int AnyValue_String = 1;
    public const int AnyValue_Int = 3;
    public const int ScopeProfiles_Scope = 1;
    public const int ScopeProfiles_Profiles = 2;
    public const int Scope_Name = 1;
    public const int Scope_Version = 2;

    public const int Profile_SampleType = 1;
    public const int Profile_Samples = 2;
    public const int Profile_Time = 3;
    public const int Profile_Duration = 4;
    public const int Profile_PeriodType = 5;
    public const int Profile_Period = 6;
    public const int Profile_Id = 7;
    public const int ValueType_Type = 1;
    public const int ValueType_Unit = 2;
    public const int Sample_Stack = 1;
    public const int Sample_Attributes = 2;
    public const int Sample_Link = 3;
    public const int Sample_Values = 4;

    public const int Dictionary_Mappings = 1;
    public const int Dictionary_Locations = 2;
    public const int Dictionary_Functions = 3;
    public const int Dictionary_Links = 4;
    public const int Dictionary_Strings = 5;
    public const int Dictionary_Attributes = 6;
    public const int Dictionary_Stacks = 7;
    public const int Mapping_Start = 1;
    public const int Mapping_Limit = 2;
    public const int Mapping_Offset = 3;
    public const int Mapping_FileName = 4;
    public const int Mapping_Attributes = 5;
    public const int Location_Mapping = 1;
    public const int Location_Address = 2;
    public const int Location_Lines = 3;
    public const int Line_Function = 1;
    public const int Line_Line = 2;
    public const int Line_Column = 3;
    public const int Function_Name = 1;
    public const int Function_SystemName = 2;
    public const int Function_FileName = 3;
    public const int Function_StartLine = 4;
    public const int Link_TraceId = 1;
    public const int Link_SpanId = 2;
    public const int Attribute_Key = 1;
    public const int Attribute_Value = 2;
    public const int Attribute_Unit = 3;
    public const int Stack_Locations = 1;
}

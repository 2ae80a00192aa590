using System.Runtime.InteropServices;
using static Pprof.Format.ProfileSchema;

namespace Pprof.Format;

/// <summary>The bytes of each table's messages. Knows the layout; what may be written when is the encoder's business.</summary>
internal sealed class MessageWriter(ProtoWriter writer, StringTable strings)
{
    public void Mapping(Mapping mapping)
    {
        int start = writer.BeginMessage(Profile_Mapping);
        writer.UInt64Opt(Mapping_Id, mapping.Id.Value);
        writer.UInt64Opt(Mapping_MemoryStart, mapping.MemoryStart);
        writer.UInt64Opt(Mapping_MemoryLimit, mapping.MemoryLimit);
        writer.UInt64Opt(Mapping_FileOffset, mapping.FileOffset);
        writer.Int64Opt(Mapping_FileName, strings.Intern(mapping.FileName));
        writer.Int64Opt(Mapping_BuildId, strings.Intern(mapping.BuildId));
        writer.BoolOpt(Mapping_HasFunctions, mapping.HasFunctions);
        writer.BoolOpt(Mapping_HasFileNames, mapping.HasFileNames);
        writer.BoolOpt(Mapping_HasLineNumbers, mapping.HasLineNumbers);
        writer.BoolOpt(Mapping_HasInlineFrames, mapping.HasInlineFrames);
        writer.EndMessage(start);
        writer.FlushWhenFull();
    }

    /// <summary>
    /// A system name equal to the name is left out: the pprof tool takes such a name for mangled C++ and removes everything in
    /// angle brackets and parentheses, which would merge overloads and generic instances.
    /// </summary>
    public void Function(FunctionId id, string name, string systemName, string fileName, long startLine)
    {
        int nameIndex = strings.Intern(name);
        int systemIndex = strings.Intern(systemName);
        int start = writer.BeginMessage(Profile_Function);
        writer.UInt64Opt(Function_Id, id.Value);
        writer.Int64Opt(Function_Name, nameIndex);
        writer.Int64Opt(Function_SystemName, systemIndex == nameIndex ? 0 : systemIndex);
        writer.Int64Opt(Function_FileName, strings.Intern(fileName));
        writer.Int64Opt(Function_StartLine, startLine);
        writer.EndMessage(start);
        writer.FlushWhenFull();
    }

    public void Location(LocationId id, MappingId mapping, ulong address, ReadOnlySpan<LineEntry> lines, bool isFolded)
    {
        int start = writer.BeginMessage(Profile_Location);
        writer.UInt64Opt(Location_Id, id.Value);
        writer.UInt64Opt(Location_MappingId, mapping.Value);
        writer.UInt64Opt(Location_Address, address);
        foreach (LineEntry line in lines)
        {
            Line(line);
        }

        writer.BoolOpt(Location_IsFolded, isFolded);
        writer.EndMessage(start);
        writer.FlushWhenFull();
    }

    public void Sample(ReadOnlySpan<LocationId> stack, ReadOnlySpan<long> values, ReadOnlySpan<Label> labels)
    {
        int start = writer.BeginMessage(Profile_Sample);
        writer.Repeated(Sample_LocationId, MemoryMarshal.Cast<LocationId, ulong>(stack));
        writer.Repeated(Sample_Value, MemoryMarshal.Cast<long, ulong>(values));
        foreach (Label label in labels)
        {
            Label(label);
        }

        writer.EndMessage(start);
        writer.FlushWhenFull();
    }

    /// <summary>The string table comes last, when every string is known.</summary>
    public void Strings()
    {
        foreach (string text in strings.Strings)
        {
            writer.String(Profile_StringTable, text);
            writer.FlushWhenFull();
        }
    }

    private void Line(LineEntry line)
    {
        int start = writer.BeginMessage(Location_Line);
        writer.UInt64Opt(Line_FunctionId, line.Function.Value);
        writer.Int64Opt(Line_Line, line.Line);
        writer.Int64Opt(Line_Column, line.Column);
        writer.EndMessage(start);
    }

    private void Label(Label label)
    {
        int start = writer.BeginMessage(Sample_Label);
        writer.Int64Opt(Label_Key, strings.Intern(label.Key));
        writer.Int64Opt(Label_Str, strings.Intern(label.Text));
        writer.Int64Opt(Label_Num, label.Number);
        writer.Int64Opt(Label_NumUnit, strings.Intern(label.Unit));
        writer.EndMessage(start);
    }
}

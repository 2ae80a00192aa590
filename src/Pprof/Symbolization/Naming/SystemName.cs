using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace Pprof.Symbolization.Naming;

/// <summary>
/// The runtime's own name of a method with its signature. It ends in a parenthesis, which a readable name never contains: so both
/// always differ, and the pprof viewer leaves the readable one as it is.
/// </summary>
internal static class SystemName
{
    public static string Of(MethodBase method)
    {
        string type = method.DeclaringType?.ToString() ?? ReadableName.NoType;
        string arguments = method.IsGenericMethod ? $"[{string.Join(",", (object[])method.GetGenericArguments())}]" : "";
        return $"{type}.{method.Name}{arguments}({Parameters(method)})";
    }

    private static unsafe string Parameters(MethodBase method)
    {
        // The blob belongs to the loaded assembly, which the method in hand keeps loaded.
        if (method.DeclaringType is null || !method.Module.Assembly.TryGetRawMetadata(out byte* blob, out int length))
        {
            return "";
        }

        MetadataReader reader = new(blob, length);
        EntityHandle handle = MetadataTokens.EntityHandle(method.MetadataToken);
        bool isKnown = handle.Kind == HandleKind.MethodDefinition && MetadataTokens.GetRowNumber(handle) is int row
            && row > 0 && row <= reader.MethodDefinitions.Count;
        return isKnown ? Decode(reader, (MethodDefinitionHandle)handle) : "";
    }

    private static string Decode(MetadataReader reader, MethodDefinitionHandle handle)
    {
        try
        {
            MethodSignature<string> signature = reader.GetMethodDefinition(handle).DecodeSignature(SignatureText.Instance, null);
            return string.Join(", ", signature.ParameterTypes);
        }
        catch (BadImageFormatException)
        {
            return "?";
        }
    }
}

using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace Pprof.Symbolization.Naming;

/// <summary>
/// Signatures as text, decoded from metadata alone. Reflection would load the types it meets, and loading can run the
/// program's own assembly-resolve handlers on our thread.
/// </summary>
internal sealed class SignatureText : ISignatureTypeProvider<string, object?>
{
    public static readonly SignatureText Instance = new();

    public string GetPrimitiveType(PrimitiveTypeCode typeCode) => typeCode.ToString();

    public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind)
    {
        TypeDefinition type = reader.GetTypeDefinition(handle);
        return type.IsNested
            ? $"{GetTypeFromDefinition(reader, type.GetDeclaringType(), 0)}+{reader.GetString(type.Name)}"
            : Qualified(reader, type.Namespace, type.Name);
    }

    public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind)
    {
        TypeReference type = reader.GetTypeReference(handle);
        return type.ResolutionScope.Kind == HandleKind.TypeReference
            ? $"{GetTypeFromReference(reader, (TypeReferenceHandle)type.ResolutionScope, 0)}+{reader.GetString(type.Name)}"
            : Qualified(reader, type.Namespace, type.Name);
    }

    public string GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
        reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

    public string GetSZArrayType(string elementType) => $"{elementType}[]";

    public string GetArrayType(string elementType, ArrayShape shape) => $"{elementType}[{new string(',', shape.Rank - 1)}]";

    public string GetPointerType(string elementType) => $"{elementType}*";

    public string GetByReferenceType(string elementType) => $"{elementType}&";

    public string GetPinnedType(string elementType) => elementType;

    public string GetGenericInstantiation(string genericType, ImmutableArray<string> typeArguments) =>
        $"{genericType}[{string.Join(",", typeArguments)}]";

    public string GetGenericTypeParameter(object? genericContext, int index) => $"!{index}";

    public string GetGenericMethodParameter(object? genericContext, int index) => $"!!{index}";

    public string GetModifiedType(string modifier, string unmodifiedType, bool isRequired) => unmodifiedType;

    public string GetFunctionPointerType(MethodSignature<string> signature) =>
        $"method {signature.ReturnType}({string.Join(",", signature.ParameterTypes)})";

    private static string Qualified(MetadataReader reader, StringHandle ns, StringHandle name) =>
        ns.IsNil ? reader.GetString(name) : $"{reader.GetString(ns)}.{reader.GetString(name)}";
}

namespace Pprof.Symbolization.Naming;

/// <summary>What a method's readable name is made of, wherever it was learned: from reflection or from an event's text.</summary>
/// <param name="Namespace">Of the outermost type; empty when it has none.</param>
/// <param name="Types">Declaring types, outermost first. Empty for code that belongs to no type (dynamic methods).</param>
/// <param name="Name">The method's metadata name.</param>
/// <param name="Arguments">Its own type arguments, readable.</param>
internal readonly record struct MethodParts(
    string Namespace, IReadOnlyList<TypePart> Types, string Name, IReadOnlyList<string> Arguments);

/// <summary>One level of a nested type as metadata names it.</summary>
/// <param name="Name">Without the <c>`1</c> that counts type parameters.</param>
/// <param name="Arguments">The arguments of this level alone, readable; those of enclosing levels stand with them.</param>
internal readonly record struct TypePart(string Name, IReadOnlyList<string> Arguments)
{
    /// <summary>Cuts <c>`2</c> off <paramref name="metadataName"/>; <paramref name="arity"/> is then 2.</summary>
    public static string WithoutArity(string metadataName, out int arity)
    {
        int tick = metadataName.LastIndexOf('`');
        bool counted = tick > 0 & int.TryParse(metadataName.AsSpan(tick + 1), out arity);
        return counted ? metadataName[..tick] : metadataName;
    }
}

namespace Pprof.Symbolization.Naming;

/// <summary>What a method's readable name is made of, wherever it was learned: from reflection or from an event's text.</summary>
/// <param name="Namespace">Of the outermost type; empty when it has none.</param>
/// <param name="Types">Declaring types, outermost first. Empty for code that belongs to no type (dynamic methods).</param>
/// <param name="Name">The method's metadata name.</param>
/// <param name="Arguments">Its own type arguments, readable.</param>
internal readonly record struct MethodParts(
    string Namespace, IReadOnlyList<TypePart> Types, string Name, IReadOnlyList<string> Arguments);

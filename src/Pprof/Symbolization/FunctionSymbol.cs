using Pprof.Runtime;

namespace Pprof.Symbolization;

/// <summary>A function as the profile names it. One instance per function of a profile: compared by reference.</summary>
/// <param name="Name">Readable, as C# writes it: <c>Program.FetchAsync</c>, <c>List&lt;T&gt;.Add</c>.</param>
/// <param name="SystemName">
/// The runtime's or linker's own name. Never equal to <paramref name="Name"/>: when both are equal the pprof viewer takes
/// the name for mangled C++ and cuts everything in angle brackets and parentheses.
/// </param>
/// <param name="FileName">Source path as the PDB records it, or empty.</param>
/// <param name="StartLine">First line of the function, or 0.</param>
internal sealed record FunctionSymbol(string Name, string SystemName, string FileName = "", int StartLine = 0)
{
    /// <summary>
    /// True when only the image is known and not the function in it: <c>[libcoreclr.so]</c>. Neighbouring frames of one such
    /// image say nothing that the first does not, and are shown as one.
    /// </summary>
    public bool IsWholeImage { get; init; }

    /// <summary>The assembly it is of; <see cref="CodeModule.None"/> for native functions.</summary>
    public CodeModule Module { get; init; } = CodeModule.None;

    public bool Equals(FunctionSymbol? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}

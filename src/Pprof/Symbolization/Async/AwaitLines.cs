using Pprof.Symbolization.Lines;

namespace Pprof.Symbolization.Async;

/// <summary>File and lines of a method as its PDB tells them.</summary>
/// <param name="FileName">Empty when there is no PDB.</param>
/// <param name="StartLine">First line of the method, or 0.</param>
/// <param name="Awaits">Of a state machine, the line of the await of each state.</param>
internal sealed record AwaitLines(string FileName, int StartLine, IReadOnlyList<int> Awaits)
{
    public static readonly AwaitLines None = new("", 0, []);

    public static AwaitLines Read(PortablePdb? pdb, int methodToken)
    {
        if (pdb?.Find(methodToken) is not { } lines)
        {
            return None;
        }

        IReadOnlyList<int> awaits = pdb.FindAwaits(methodToken) ?? [];
        return new AwaitLines(lines.FileName, lines.StartLine, [.. awaits.Select(lines.LineAt)]);
    }

    /// <summary>The line of the method's beginning stands for what is unknown: a line of 0 would drop out of an annotated listing.</summary>
    public int LineOf(int state) => state >= 0 && state < Awaits.Count ? Awaits[state] : StartLine;
}

using System.Runtime.CompilerServices;
using Pprof.Runtime.DebugInfo;
using Pprof.Symbolization.Managed;

namespace Pprof.Symbolization.Lines;

/// <summary>Address to IL offset by the native map, IL offset to line by the PDB. Owner of the parts.</summary>
/// <param name="maps">Null where no maps can be had: then methods still have file and first line.</param>
internal sealed class SourceLines(INativeMaps? maps) : ILineSource, IDisposable
{
    private static readonly MethodLines s_none = new("", [], []);
    private readonly PdbCache _pdbs = new();

    // Weak: forgotten together with the method.
    private readonly ConditionalWeakTable<ManagedMethod, MethodLines> _byMethod = [];

    public SourceLocation Find(ManagedMethod method, ulong address)
    {
        MethodLines lines = LinesOf(method);
        return ReferenceEquals(lines, s_none) ? default : new SourceLocation(lines.FileName, lines.StartLine, LineAt(lines, address));
    }

    public SourceLocation At(ManagedMethod method, int ilOffset)
    {
        MethodLines lines = LinesOf(method);
        return ReferenceEquals(lines, s_none) ? default : new SourceLocation(lines.FileName, lines.StartLine, lines.LineAt(ilOffset));
    }

    public void Dispose() => _pdbs.Dispose();

    // Without a map the first line is the best known one: a line of 0 would drop out of an annotated listing.
    private int LineAt(MethodLines lines, ulong address)
    {
        ulong start = 0;
        NativeMap? map = address == 0 ? null : maps?.Find(address, out start);
        return lines.LineAt(map?.ILOffsetAt((uint)(address - start)) ?? NativeMap.Prolog);
    }

    private MethodLines LinesOf(ManagedMethod method) =>
        _byMethod.TryGetValue(method, out MethodLines? known) ? known : Remember(method);

    private MethodLines Remember(ManagedMethod method)
    {
        MethodLines lines = _pdbs.Find(method.ModulePath, method.ModuleId)?.Find(method.Token) ?? s_none;
        _byMethod.Add(method, lines);
        return lines;
    }
}

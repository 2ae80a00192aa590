using System.Runtime.CompilerServices;
using Pprof.Runtime.DebugInfo;
using Pprof.Symbolization.Lines;
using Pprof.Unwinding;

namespace Pprof.Symbolization.Managed;

/// <summary>
/// What addresses of managed code mean: function, file and line. Owner of the parts; allocates for methods not met before, reads
/// PDB files; never throws.
/// </summary>
/// <remarks>Disposing closes the PDBs.</remarks>
internal sealed class ManagedSymbols(IManagedMethods methods, ILineSource lines, IInlining? inlining = null) : ISymbolSource, IDisposable
{
    /// <summary>Managed code that no source can name: a stub compiled from IL, or a method freed since the sample.</summary>
    public static readonly FunctionSymbol Unknown = new("[unknown managed code]", "managed code without a method");

    // Weak: forgotten together with the method.
    private readonly ConditionalWeakTable<ManagedMethod, FunctionSymbol> _functions = [];

    public LocationSymbol Resolve(CodeAddress address)
    {
        if (methods.Find(address) is not { } method)
        {
            return new LocationSymbol(Unknown, 0, IsTransient: true);
        }

        SourceLocation source = lines.Find(method, address.Kind == CodeKind.Managed ? address.Value : 0);
        IReadOnlyList<InlineTree.Step> steps = address.Kind == CodeKind.Managed ? inlining?.StepsAt(address.Value) ?? [] : [];
        return new LocationSymbol(FunctionOf(method, source), source.Line, method.IsTransient) { Inlined = steps.Count == 0 ? null : Name(steps) };
    }

    private List<InlinedFrame> Name(IReadOnlyList<InlineTree.Step> steps)
    {
        List<InlinedFrame> frames = [];
        foreach (InlineTree.Step step in steps)
        {
            if (methods.Find(CodeAddress.Method(step.Method)) is { } method)
            {
                SourceLocation source = lines.At(method, step.ILOffset);
                frames.Add(new InlinedFrame(FunctionOf(method, source), source.Line));
            }
            else
            {
                frames.Add(new InlinedFrame(Unknown, 0));
            }
        }

        return frames;
    }

    public void Dispose() => (lines as IDisposable)?.Dispose();

    private FunctionSymbol FunctionOf(ManagedMethod method, SourceLocation source) =>
        _functions.TryGetValue(method, out FunctionSymbol? known) ? known : Remember(method, source);

    private FunctionSymbol Remember(ManagedMethod method, SourceLocation source)
    {
        FunctionSymbol function = new(method.Name, method.SystemName, source.FileName ?? "", source.StartLine) { Module = method.Module };
        _functions.Add(method, function);
        return function;
    }
}

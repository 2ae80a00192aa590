using System.Diagnostics;
using System.Runtime.CompilerServices;
using Pprof.Runtime;
using Pprof.Runtime.DebugInfo;
using Pprof.Symbolization;
using Pprof.Symbolization.Lines;
using Pprof.Symbolization.Managed;
using Pprof.Unwinding;
using Xunit;

namespace Pprof.Tests.Symbolization;

/// <summary>Files and lines of call sites, beside those of the runtime's own stack trace and of the compiler.</summary>
public sealed class SourceLinesTests : IDisposable
{
    private static readonly CodeMap s_code = CodeMap.TryCreate(ContractDescriptor.TryLoad(out _)!, out _)!;

    private readonly ManagedSymbols _symbols = new(
        ReflectedMethods.TryCreate()!, new SourceLines(new RuntimeMaps(JitDebugInfo.TryCreate(s_code, out _)!)));

    public void Dispose() => _symbols.Dispose();

    [Fact]
    public void Every_frame_of_a_stack_has_the_line_of_the_stack_trace()
    {
        IReadOnlyList<KnownFrame> sites = new[] { 1, 2 }.Select(_ => KnownFrames.Capture()).Last();
        int withLines = 0;
        foreach (KnownFrame site in sites.Where(site => s_code.TryFindMethod(site.Address.Value, out MethodCode code) && !code.IsReadyToRun))
        {
            // In optimized code the trace gives up on a call that has no mapping of its own, which is IL offset 0 to it; we take the one before it.
            LocationSymbol symbol = _symbols.Resolve(site.Address);
            int line = site.Frame.GetILOffset() == 0 ? 0 : site.Frame.GetFileLineNumber();
            SourceLocation expected = new(site.Frame.GetFileName() ?? "", 0, line);
            SourceLocation actual = new(symbol.Function!.FileName, 0, symbol.Line);
            Assert.True(line == 0 || expected == actual, $"{symbol.Function.Name}: the trace says {expected}, we say {actual}; {site.Frame}");
            withLines += symbol.Line > 0 ? 1 : 0;
        }

        Assert.True(withLines >= 2, $"only {withLines} frames had lines");
    }

    [Fact]
    public void Line_is_that_of_the_call_and_start_line_that_of_the_method()
    {
        (KnownFrame site, int first, int line) = Here();
        LocationSymbol symbol = _symbols.Resolve(site.Address);

        Assert.Equal(line, symbol.Line);
        Assert.InRange(symbol.Function!.StartLine, first - 1, first);
        Assert.EndsWith("SourceLinesTests.cs", symbol.Function.FileName);

        // Code that is not optimized begins at the brace.
        static (KnownFrame Site, int First, int Line) Here()
        {
            int first = LineOf();
            KnownFrame site = KnownFrames.Capture()[0]; int line = LineOf();
            return (site, first, line);
        }
    }

    [Fact]
    public async Task Async_method_has_lines_after_its_awaits()
    {
        await Task.Yield();
        (IReadOnlyList<KnownFrame> sites, int line) = (KnownFrames.Capture(), LineOf());
        LocationSymbol symbol = _symbols.Resolve(sites[0].Address);

        Assert.Equal(line, symbol.Line);
        Assert.Equal($"{typeof(SourceLinesTests).FullName}.{nameof(Async_method_has_lines_after_its_awaits)}", symbol.Function!.Name);
    }

    [Fact]
    public void Embedded_pdb_gives_lines()
    {
        LocationSymbol symbol = _symbols.Resolve(CodeAddress.Method(
            (ulong)typeof(Symbolizer).GetMethod(nameof(Symbolizer.Resolve))!.MethodHandle.Value));

        Assert.EndsWith("Symbolizer.cs", symbol.Function!.FileName);
        Assert.True(symbol.Function.StartLine > 1);
    }

    [Fact]
    public void Framework_method_has_a_name_and_no_line()
    {
        LocationSymbol symbol = _symbols.Resolve(CodeAddress.Method((ulong)typeof(string).GetMethod(nameof(string.Trim), [])!.MethodHandle.Value));

        Assert.Equal(("System.String.Trim", "", 0), (symbol.Function!.Name, symbol.Function.FileName, symbol.Line));
    }

    [Fact]
    public void Without_maps_the_first_line_stands_for_all()
    {
        using SourceLines lines = new(null);
        using ManagedSymbols symbols = new(ReflectedMethods.TryCreate()!, lines);
        KnownFrame site = KnownFrames.Capture()[0];

        LocationSymbol symbol = symbols.Resolve(site.Address);

        Assert.Equal(symbol.Function!.StartLine, symbol.Line);
        Assert.True(symbol.Line > 0);
    }

    private static int LineOf([CallerLineNumber] int line = 0) => line;
}

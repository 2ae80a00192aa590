using Pprof.Symbolization;
using Pprof.Unwinding;
using Xunit;

namespace Pprof.Tests.Symbolization;

public sealed class SymbolizerTests
{
    [Theory]
    [InlineData((byte)CodeKind.Managed, "managed")]
    [InlineData((byte)CodeKind.Method, "managed")]
    [InlineData((byte)CodeKind.Native, "native")]
    public void Address_is_asked_of_the_source_of_its_kind(byte kind, string expected)
    {
        using Symbolizer symbolizer = new(new Named("managed"), new Named("native"));

        Assert.Equal(expected, symbolizer.Resolve(new CodeAddress(((ulong)kind << 56) | 0x1234)).Function!.Name);
    }

    [Theory]
    [InlineData((byte)StackMarker.Truncated, "[truncated]")]
    [InlineData((byte)StackMarker.Unwalkable, "[unwalkable]")]
    [InlineData((byte)StackMarker.Lost, "[lost]")]
    [InlineData((byte)99, "[unknown]")]
    public void Marker_is_a_function_in_brackets(byte marker, string expected)
    {
        using Symbolizer symbolizer = new(new Named("managed"), new Named("native"));

        FunctionSymbol function = symbolizer.Resolve(CodeAddress.Marker((StackMarker)marker)).Function!;

        Assert.Equal(expected, function.Name);
        Assert.NotEqual(function.Name, function.SystemName);
    }

    [Fact]
    public void Sources_that_hold_something_are_disposed()
    {
        Named source = new("managed");

        new Symbolizer(source, source).Dispose();

        Assert.Equal(2, source.Disposals);
    }

    private sealed class Named(string name) : ISymbolSource, IDisposable
    {
        public int Disposals { get; private set; }

        public LocationSymbol Resolve(CodeAddress address) => new(new FunctionSymbol(name, name + "()"), 0, IsTransient: false);

        public void Dispose() => Disposals++;
    }
}

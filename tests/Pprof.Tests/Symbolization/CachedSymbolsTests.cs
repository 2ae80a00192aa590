using Pprof.Images;
using Pprof.Symbolization;
using Pprof.Unwinding;
using Xunit;

namespace Pprof.Tests.Symbolization;

public sealed class CachedSymbolsTests
{
    [Fact]
    public void A_lasting_answer_is_asked_for_once_and_a_transient_one_every_time()
    {
        Counting source = new();
        CachedSymbols symbols = new(source, new ImageCatalog());

        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(1, symbols.Resolve(CodeAddress.Managed(1)).Line);
            Assert.Equal(2, symbols.Resolve(CodeAddress.Native(2)).Line);
        }

        Assert.Equal(["Managed:0x1", "Native:0x2", "Native:0x2", "Native:0x2"], source.Asked.Order());
    }

    /// <summary>Native addresses are transient here.</summary>
    private sealed class Counting : ISymbolSource
    {
        public List<string> Asked { get; } = [];

        public LocationSymbol Resolve(CodeAddress address)
        {
            Asked.Add(address.ToString());
            return new LocationSymbol(null, (int)address.Value, IsTransient: address.Kind == CodeKind.Native);
        }
    }
}

using Pprof.Unwinding;
using Xunit;

namespace Pprof.Tests.Unwinding;

public sealed class CodeAddressTests
{
    [Fact]
    public void Kind_and_value_survive_packing()
    {
        CodeAddress address = CodeAddress.Native(0x7fff_1234_5678);

        Assert.Equal(CodeKind.Native, address.Kind);
        Assert.Equal(0x7fff_1234_5678UL, address.Value);
    }
}

using Xunit;

namespace Pprof.EndToEnd.Tests;

public sealed class PlatformTests
{
    [Fact]
    public void Tests_run_as_a_64_bit_process() => Assert.True(Environment.Is64BitProcess);
}

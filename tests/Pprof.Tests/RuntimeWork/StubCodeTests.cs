using Pprof.RuntimeWork;
using Xunit;

namespace Pprof.Tests.RuntimeWork;

public sealed class StubCodeTests
{
    private const string CallCounting = "488B05F93F0000 66FF08 7406 FF25F63F0000 FF25F83F0000";
    private const string Adapter = "48BE1122334455667788 48B81122334455667788 FFE0";

    [Theory]
    [InlineData("the first instruction of a call counter", CallCounting, 0, "[call counting]")]
    [InlineData("its last", CallCounting, 18, "[call counting]")]
    [InlineData("the second of two", CallCounting + CallCounting, 30, "[call counting]")]
    [InlineData("just behind it", CallCounting + "9090909090909090", 24, null)]
    [InlineData("an adapter that loads its hidden argument", Adapter, 10, "[adapter stub]")]
    [InlineData("behind a register move", "4889FE" + Adapter, 4, "[adapter stub]")]
    [InlineData("anything else", "C3909090909090909090909090909090", 0, null)]
    public void Stubs_without_a_number_are_told_by_their_bytes(string desc, string bytes, int at, string? work) =>
        Assert.Equal((desc, work), (desc, StubCode.Recognize(Convert.FromHexString(bytes.Replace(" ", "")), at)?.Name));

    [Fact]
    public void Write_barrier_is_told_by_its_place()
    {
        StubCode stubs = new(null);

        Assert.Equal("[write barrier]", stubs.WorkAt(0x7000_0050, writeBarrier: 0x7000_0040)?.Name);
        Assert.Null(stubs.WorkAt(0x7000_0030, writeBarrier: 0x7000_0040));
        Assert.Null(stubs.WorkAt(0x7000_0050, writeBarrier: 0));
    }
}

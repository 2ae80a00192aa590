using Pprof.Unwinding.Managed;
using Xunit;

namespace Pprof.Tests.Unwinding;

public class CallSiteTests
{
    [Theory]
    [InlineData("90 90 e8 00 00 00 00", true, "call rel32")]
    [InlineData("90 90 90 90 90 ff d0", true, "call rax")]
    [InlineData("90 90 90 90 41 ff d3", true, "call r11")]
    [InlineData("90 90 90 90 90 ff 10", true, "call [rax]")]
    [InlineData("90 90 90 90 ff 50 18", true, "call [rax+24]")]
    [InlineData("90 ff 15 00 00 00 00", true, "call [rip+n]")]
    [InlineData("90 ff 90 00 01 00 00", true, "call [rax+256]")]
    [InlineData("90 90 90 ff 54 24 08", true, "call [rsp+8]")]
    [InlineData("90 90 90 90 ff 14 c8", true, "call [rax+rcx*8]")]
    [InlineData("ff 14 c5 00 00 00 00", true, "call [rax*8+n]")]
    [InlineData("90 90 90 90 90 90 90", false, "nops")]
    [InlineData("90 90 90 90 90 ff e0", false, "jmp rax")]
    [InlineData("90 90 e9 00 00 00 00", false, "jmp rel32")]
    [InlineData("90 90 90 90 90 90 c3", false, "ret")]
    [InlineData("90 90 90 90 ff 10 90", false, "call [rax], then a nop")]
    public void Call_is_recognised_by_its_end(string bytes, bool isCall, string because) =>
        Assert.True(CallSite.EndsInCall(UnwindCodesTests.Parse(bytes)) == isCall, because);
}

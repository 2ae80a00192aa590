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
    [InlineData("ff 14 25 78 56 34 12", true, "call [12345678h], an absolute address")]
    [InlineData("ff 94 24 78 56 34 12", true, "call [rsp+12345678h]")]
    [InlineData("90 7f 00 00 41 ff 13", true, "call [r11], of an interface's method")]
    [InlineData("90 90 90 90 41 ff d0", true, "call r8")]
    [InlineData("90 90 90 90 90 90 90", false, "nops")]
    [InlineData("90 7d f8 48 8b 45 f8", false, "mov [rbp-8], rdi; mov rax, [rbp-8]")]
    [InlineData("90 7f 00 00 8b c7 99", false, "mov eax, edi; cdq")]
    [InlineData("90 ff 25 e1 50 f3 00", false, "jmp [rip+n]")]
    [InlineData("90 8b 45 f0 ff 40 18", false, "inc [rax+24]")]
    [InlineData("90 f0 ff 50 18 00 00", false, "call [rax+24], then two bytes")]
    [InlineData("90 90 90 90 90 ff e0", false, "jmp rax")]
    [InlineData("90 90 e9 00 00 00 00", false, "jmp rel32")]
    [InlineData("90 90 90 90 90 90 c3", false, "ret")]
    [InlineData("90 90 90 90 ff 10 90", false, "call [rax], then a nop")]
    public void Call_is_recognised_by_its_end(string bytes, bool isCall, string because) =>
        Assert.True(CallSite.EndsInCall(UnwindCodesTests.Parse(bytes)) == isCall, because);
}

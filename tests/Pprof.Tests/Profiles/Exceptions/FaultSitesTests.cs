using Pprof.Profiles.Exceptions;
using Xunit;

namespace Pprof.Tests.Profiles.Exceptions;

public sealed class FaultSitesTests
{
    [Theory]
    [InlineData("call rel32", "0000E8BAEE417E")]
    [InlineData("call [rip+disp32]", "00FF15E150F300")]
    [InlineData("call [r11], of an interface's method", "7F000041FF13")]
    [InlineData("call [rax+18h]", "8B45F0FF5018")]
    [InlineData("call rax", "0000000000FFD0")]
    [InlineData("call r8", "0000000041FFD0")]
    [InlineData("call [rsp+20h]", "000000FF542420")]
    [InlineData("call [rax+12345678h]", "00FF9078563412")]
    [InlineData("call [rsp+12345678h]", "FF942478563412")]
    public void End_of_a_call_is_recognised(string instruction, string bytes) => Assert.True(FaultSites.EndsCall(Seven(bytes)), instruction);

    [Theory]
    [InlineData("mov [rbp-8], rdi; mov rax, [rbp-8]", "7DF8488B45F8")]
    [InlineData("mov eax, edi; cdq", "7F00008BC799")]
    [InlineData("jmp [rip+disp32]", "00FF25E150F300")]
    [InlineData("inc [rax+18h]", "8B45F0FF4018")]
    [InlineData("call [rax+18h], but two bytes further on", "F0FF50180000")]
    public void Other_instructions_are_no_calls(string instruction, string bytes) => Assert.False(FaultSites.EndsCall(Seven(bytes)), instruction);

    private static byte[] Seven(string bytes) => Convert.FromHexString(bytes.PadLeft(14, '0'));
}

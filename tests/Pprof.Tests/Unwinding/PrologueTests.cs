using Pprof.Unwinding.Fallback;
using Pprof.Unwinding.Managed;
using Xunit;

namespace Pprof.Tests.Unwinding;

public class PrologueTests
{
    private const uint All = 64;

    [Theory]
    [InlineData("90 c3", All, "rsp+8", "a frameless leaf")]
    [InlineData("50 90", All, "rsp+16", "push rax keeps the stack aligned")]
    [InlineData("53 48 83 ec 20 90", All, "rsp+48", "push rbx; sub rsp, 32")]
    [InlineData("55 48 8b ec 5d c3", All, "rbp+16 rbp-16", "push rbp; mov rbp, rsp")]
    [InlineData("55 48 8b ec", 1, "rsp+16 rbp-16", "the same, behind the push")]
    [InlineData("55 48 8b ec", 0, "rsp+8", "the same, at the first instruction")]
    [InlineData("55 41 57 53 48 83 ec 18 48 8d 6c 24 28", All, "rbp+16 rbp-16", "push rbp, r15, rbx; sub rsp, 24; lea rbp, [rsp+40]")]
    [InlineData("55 41 57 53 48 83 ec 18 48 8d 6c 24 28", 8, "rsp+56 rbp-16", "the same, before the lea")]
    [InlineData("55 48 81 ec 00 10 00 00 48 8d ac 24 00 10 00 00", All, "rbp+16 rbp-16", "a frame of 4 KiB")]
    [InlineData("55 4c 8d 9c 24 00 b0 ff ff e8 00 00 00 00 49 8b e3 48 8d ac 24 00 50 00 00", All, "rbp+16 rbp-16", "a frame of 20 KiB, its pages touched by a call")]
    [InlineData("41 57 55 48 8b ec", All, "rbp+24 rbp-24", "push r15 before push rbp")]
    public void Prologue_gives_the_rule(string bytes, uint executed, string rule, string because)
    {
        Assert.True(Prologue.TryDecode(UnwindCodesTests.Parse(bytes), executed, out FrameRule found), because);
        Assert.Equal(rule, RuleText.Of(found));
    }

    [Theory]
    [InlineData("")]
    [InlineData("50 ")] // .NET 11 pushes once more
    public void Code_that_replaced_its_method_is_left_by_what_its_epilogue_releases(string first)
    {
        // mov rax, [rbp]; push rax; sub rsp, 32; mov [rsp+0x68], r15; lea rbp, [rsp+32]; … add rsp, 88; pop rbx; pop r14; pop r15; pop rbp; ret
        byte[] code = UnwindCodesTests.Parse(first + "48 8b 45 00 50 48 83 ec 20 4c 89 7c 24 68 48 8d 6c 24 20 90 90 48 83 c4 58 5b 41 5e 41 5f 5d c3");
        Assert.True(ReplacedMethod.StartsAt(code));
        Assert.True(ReplacedMethod.TryDecode(code, out FrameRule rule));
        Assert.Equal("rbp+96 rbp-16", RuleText.Of(rule));
    }

    [Fact]
    public void Ordinary_code_is_not_taken_for_a_replacement() =>
        Assert.False(ReplacedMethod.StartsAt(UnwindCodesTests.Parse("55 48 8b ec 48 83 ec 20")));
}

using Pprof.Unwinding.Managed;
using Xunit;

namespace Pprof.Tests.Unwinding;

public class EpilogueTests
{
    private const uint ToBegin = 100;
    private const uint ToEnd = 200;

    public static TheoryData<string, string, string> Rules => new()
    {
        { "ret", "c3", "rsp+8" },
        { "rep ret", "f3 c3", "rsp+8" },
        { "pop rbp; ret", "5d c3", "rsp+16 rbp-16" },
        { "pop rbx; pop r15; pop rbp; ret", "5b 41 5f 5d c3", "rsp+32 rbp-16" },
        { "pop r13 is no pop of rbp", "41 5d c3", "rsp+16" },
        { "add rsp, 32; pop rbp; ret", "48 83 c4 20 5d c3", "rsp+48 rbp-16" },
        { "add rsp, 4096; ret", "48 81 c4 00 10 00 00 c3", "rsp+4104" },
        { "lea rsp, [rbp-16]; pop rbx; pop r14; pop rbp; ret", "48 8d 65 f0 5b 41 5e 5d c3", "rbp+16 rbp-16" },
        { "lea rsp, [rbp+512]; pop rbp; ret", "48 8d a5 00 02 00 00 5d c3", "rbp+528 rbp-16" },
        { "mov rsp, rbp; pop rbp; ret", "48 8b e5 5d c3", "rbp+16 rbp-16" },
        { "vzeroupper; add rsp, 8; ret", "c5 f8 77 48 83 c4 08 c3", "rsp+16" },
        { "add rsp, 8; jump far ahead: a tail call", "48 83 c4 08 e9 00 10 00 00", "rsp+16" },
        { "jump far back: a tail call", "e9 00 f0 ff ff", "rsp+8" },
        { "pop rbp; jump through memory", "5d ff 25 00 00 00 00", "rsp+16 rbp-16" },
        { "pop rbp; jump through rax with its prefix", "5d 48 ff e0", "rsp+16 rbp-16" },
    };

    public static TheoryData<string, string> Bodies => new()
    {
        { "a jump inside the function", "e9 10 00 00 00" },
        { "a jump back inside the function", "eb f0" },
        { "a switch: jump through a register without prefix", "ff e0" },
        { "a call through a register", "48 ff d0" },
        { "pop in the middle of something else", "5d 48 89 c8" },
        { "release, then a call", "48 83 c4 08 e8 00 00 00 00" },
        { "cut off", "48 83" },
        { "nothing at all", "" },
    };

    [Theory]
    [MemberData(nameof(Rules))]
    public void Epilogue_gives_the_rule_from_there(string because, string bytes, string rule)
    {
        bool decoded = Epilogue.TryDecode(UnwindCodesTests.Parse(bytes), ToBegin, ToEnd, out FrameRule found);
        Assert.True(decoded == (rule.Length > 0), because);
        Assert.Equal(rule, decoded ? RuleText.Of(found) : "");
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    public void Body_is_not_taken_for_an_epilogue(string because, string bytes) =>
        Assert.False(Epilogue.TryDecode(UnwindCodesTests.Parse(bytes), ToBegin, ToEnd, out _), because);

    [Fact]
    public void Jump_to_just_behind_the_end_leaves_the_function_and_one_byte_less_does_not()
    {
        byte[] jump = UnwindCodesTests.Parse("eb 10");
        Assert.True(Epilogue.TryDecode(jump, ToBegin, 0x12, out _));
        Assert.False(Epilogue.TryDecode(jump, ToBegin, 0x13, out _));
    }
}

using Pprof.Unwinding.Managed;
using Xunit;

namespace Pprof.Tests.Unwinding;

public class UnwindCodesTests
{
    private const int InBody = 1000;

    // What the codes say, as bytes; where the instruction is; the rule: base, CFA offset, saved rbp from the CFA (0: not saved).
    public static TheoryData<string, string, int, string> Rules => new()
    {
        { "nothing: a frameless leaf", "01 00 00 00", InBody, "rsp+8" },
        { "push rbp", "01 01 01 00  01 50", InBody, "rsp+16 rbp-16" },
        { "push rbp, at the first instruction", "01 01 01 00  01 50", 0, "rsp+8" },
        { "push rbx is no push of rbp", "01 01 01 00  01 30", InBody, "rsp+16" },
        { "push rbp; push r15; push rbx; sub rsp, 24", "01 08 04 00  08 22 04 30 03 f0 01 50", InBody, "rsp+56 rbp-16" },
        { "the same, before the sub", "01 08 04 00  08 22 04 30 03 f0 01 50", 4, "rsp+32 rbp-16" },
        { "the same, before push rbx", "01 08 04 00  08 22 04 30 03 f0 01 50", 3, "rsp+24 rbp-16" },
        { "sub rsp, 8: the smallest", "01 04 01 00  04 02", InBody, "rsp+16" },
        { "sub rsp, 128: the largest small one", "01 04 01 00  04 f2", InBody, "rsp+136" },
        { "sub rsp, 20480 in one slot", "01 07 02 00  07 01 00 0a", InBody, "rsp+20488" },
        { "sub rsp, 1 MiB in two slots", "01 07 03 00  07 11 00 00 10 00", InBody, "rsp+1048584" },
        { "mov rbp, rsp as frame register", "01 04 02 05  04 03 01 50", InBody, "rbp+16 rbp-16" },
        { "lea rbp, [rsp+32] as frame register", "01 0a 03 25  0a 03 05 62 01 50", InBody, "rbp+40 rbp-16" },
        { "the same, before it is set", "01 0a 03 25  0a 03 05 62 01 50", 5, "rsp+72 rbp-16" },
        { "frame register with a large offset", "01 0a 05 f5  0a 0b 20 00 00 00 05 62 01 50", InBody, "rbp-440 rbp-16" },
        { "rbp saved by a mov, near", "01 08 03 00  08 54 02 00 04 62", InBody, "rsp+64 rbp-48" },
        { "rbp saved by a mov, far", "01 08 04 00  08 55 10 00 00 00 04 62", InBody, "rsp+64 rbp-48" },
        { "rbp saved by a mov, from the frame register", "01 0a 04 15  0a 03 08 54 02 00 04 62", InBody, "rbp+48 rbp-48" },
        { "another register saved by a mov", "01 08 03 00  08 34 02 00 04 62", InBody, "rsp+64" },
        { "xmm saved, both sizes", "01 08 06 00  08 68 01 00 06 79 00 00 01 00 04 62", InBody, "rsp+64" },
        { "a handler behind the codes is ignored", "19 01 01 00  01 50 ff ff", InBody, "rsp+16 rbp-16" },
        { "OSR: the frame of the replaced method below its own", "01 0c 05 00  0c 62 0b 00 00 b2 00 b2 00 50", InBody, "rsp+272 rbp-16" },
        { "OSR: the old frame counts at the first instruction too", "01 0c 03 00  0c 62 00 b2 00 50", 0, "rsp+112 rbp-16" },
    };

    public static TheoryData<string, string> Refused => new()
    {
        { "another version", "02 00 00 00" },
        { "chained to another entry", "21 00 00 00" },
        { "an op nobody has", "01 04 01 00  04 06" },
        { "a machine frame, which only interrupts have", "01 04 01 00  04 0a" },
        { "codes cut off", "01 04 02 00  04 02" },
        { "last code lacks its slots", "01 07 02 00  04 02 07 11" },
    };

    [Theory]
    [MemberData(nameof(Rules))]
    public void Codes_give_the_rule(string because, string bytes, int offset, string rule)
    {
        bool decoded = UnwindCodes.TryDecode(Parse(bytes), (uint)offset, out FrameRule found);
        Assert.True(decoded, because);
        Assert.Equal(rule, RuleText.Of(found));
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_is_not_understood_is_refused(string because, string bytes) =>
        Assert.False(UnwindCodes.TryDecode(Parse(bytes), InBody, out _), because);

    internal static byte[] Parse(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
}

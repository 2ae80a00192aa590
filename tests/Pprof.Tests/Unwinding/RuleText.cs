using Pprof.Unwinding.Managed;

namespace Pprof.Tests.Unwinding;

/// <summary>A rule as a line: the CFA, then where the caller's rbp lies from it, if it was saved.</summary>
internal static class RuleText
{
    public static string Of(FrameRule rule) =>
        $"{(rule.BaseIsRbp ? "rbp" : "rsp")}{rule.CfaOffset:+0;-0}{(rule.RbpOffset == 0 ? "" : $" rbp{rule.RbpOffset:+0;-0}")}";
}

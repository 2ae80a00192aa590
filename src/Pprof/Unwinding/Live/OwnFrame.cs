using System.Runtime.CompilerServices;
using Pprof.Runtime;
using Pprof.Unwinding.Managed;

namespace Pprof.Unwinding.Live;

/// <summary>
/// Where, counted from a local variable of a method, its return address and its caller's rbp lie. The method is compiled once,
/// so the distances are constants; they come out of its own unwind codes.
/// </summary>
/// <param name="ReturnOffset">To the word that holds the return address; the caller's rsp is the address behind it.</param>
/// <param name="RbpOffset">To the word that holds the caller's rbp.</param>
/// <param name="ReturnAddress">What stands there in every call: there is one place that calls.</param>
internal sealed record OwnFrame(long ReturnOffset, long RbpOffset, ulong ReturnAddress)
{
    // Of the frames of this method and of the measured one, together some hundred bytes.
    private const ulong Reach = 2048;

    /// <summary>To be called by the method that is measured, on its own stack. Null when it cannot be found.</summary>
    /// <param name="mark">Address of the local variable.</param>
    /// <param name="rules">How to leave managed frames.</param>
    /// <param name="isMethod">Whether an address is in the method measured, and whether it is in its caller.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static unsafe OwnFrame? Find(ulong mark, IFrameRules rules, Func<ulong, (bool IsMethod, bool IsCaller)> isMethod)
    {
        ulong local = 0;
        for (ulong at = (ulong)&local; at < mark + Reach; at += sizeof(ulong))
        {
            ulong word = *(ulong*)at;
            if (isMethod(word).IsMethod && TryLeave(at, mark, rules.Find(word, isReturnAddress: true), out OwnFrame? own) && isMethod(own!.ReturnAddress).IsCaller)
                return own;
        }

        return null;
    }

    // at: a word that may be an address to which a call made by the method returns. Above it lies the method's frame, with the mark in it.
    private static unsafe bool TryLeave(ulong at, ulong mark, in FrameCode code, out OwnFrame? own)
    {
        own = null;
        ulong rsp = at + sizeof(ulong);
        ulong cfa = rsp + (ulong)(long)code.Rule.CfaOffset;
        if (!code.IsManaged || code.Is(CodeTraits.NoRule) || code.Rule.BaseIsRbp || code.Rule.RbpOffset == 0 || mark < rsp || mark >= cfa)
            return false;
        long toReturn = (long)(cfa - sizeof(ulong) - mark);
        own = new OwnFrame(toReturn, toReturn + sizeof(ulong) + code.Rule.RbpOffset, *(ulong*)(cfa - sizeof(ulong)));
        return true;
    }
}

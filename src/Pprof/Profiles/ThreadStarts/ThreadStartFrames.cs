using Pprof.Profiles.Events;
using Pprof.Unwinding;

namespace Pprof.Profiles.ThreadStarts;

/// <summary>
/// The stack of a thread start as a reader wants it: from the caller of <see cref="Thread.Start()"/>. What <see cref="Thread"/> itself calls below
/// that is the same for every thread and says nothing. <c>pprof event decoder</c>; never throws.
/// </summary>
internal sealed class ThreadStartFrames
{
    // A handful of call sites inside Thread, and those that call it.
    private readonly CallSites<bool> _isOfThread = new(method => method.DeclaringType == typeof(Thread), mostAddresses: 1 << 10);

    public ReadOnlySpan<CodeAddress> WithoutThread(ReadOnlySpan<CodeAddress> stack)
    {
        int first = 0;
        while (first < stack.Length && _isOfThread[stack[first]])
        {
            first++;
        }

        // A stack of nothing else is shown whole.
        return first < stack.Length ? stack[first..] : stack;
    }
}

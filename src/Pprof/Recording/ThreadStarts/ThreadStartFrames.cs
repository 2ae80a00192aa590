using System.Reflection;
using Pprof.Runtime;
using Pprof.Unwinding;

namespace Pprof.Recording;

/// <summary>
/// The stack of a thread start as a reader wants it: from the caller of <see cref="Thread.Start()"/>. What <see cref="Thread"/> itself calls below
/// that is the same for every thread and says nothing. The hub's decoding thread; never throws.
/// </summary>
internal sealed class ThreadStartFrames
{
    // A handful of call sites inside Thread.
    private const int MostAddresses = 1 << 10;
    private readonly Dictionary<CodeAddress, bool> _isOfThread = [];

    public ReadOnlySpan<CodeAddress> WithoutThread(ReadOnlySpan<CodeAddress> stack)
    {
        int first = 0;
        while (first < stack.Length && IsOfThread(stack[first]))
        {
            first++;
        }

        // A stack of nothing else is shown whole.
        return first < stack.Length ? stack[first..] : stack;
    }

    private bool IsOfThread(CodeAddress address)
    {
        // Code that may be freed has been named already and is none of the base library's.
        if (address.Kind != CodeKind.Managed)
        {
            return false;
        }

        if (!_isOfThread.TryGetValue(address, out bool isOfThread))
        {
            MethodBase? method = MethodLookup.FromNativeIp(address.Value);
            isOfThread = method?.DeclaringType == typeof(Thread);
            if (_isOfThread.Count < MostAddresses)
            {
                _isOfThread.Add(address, isOfThread);
            }
        }

        return isOfThread;
    }
}

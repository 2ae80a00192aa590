using System.Runtime.InteropServices;
using Pprof.EventPipe.Hub;
using Pprof.Profiles.Events;
using Pprof.Runtime;
using Pprof.Unwinding;
using Pprof.Unwinding.Managed;

namespace Pprof.Profiles.Exceptions;

/// <summary>
/// Exceptions that an instruction of the program itself raises, when it uses a null reference or divides by zero. The address of such a frame is that
/// instruction's, while the stacks of events otherwise hold return addresses, which lie behind the place they stand for:
/// <code>
/// 7fbc5fe8f610  mov eax, [rdi+8]     the first instruction of a method: one byte before it lies another method
/// </code>
/// <c>pprof event decoder</c>; allocates nothing for an event; never throws. Knows x64 code; elsewhere the line may be that of the statement before.
/// </summary>
internal sealed class FaultSites(CallSites<ThrowRole> roles)
{
    private const int MostAddresses = 1 << 16;

    private readonly CodeMap? _code =
        RuntimeInformation.ProcessArchitecture == Architecture.X64 ? RuntimeDescription.Current.Code.Value : null;

    // Of code that is never freed: asking what lies at an address takes some ten system calls, more than two threads that throw in a loop leave time for.
    private readonly Dictionary<ulong, LeafSite> _known = [];

    private readonly ulong[] _corrected = new ulong[StackedEvent.MostFrames];

    /// <summary>The same stack with return addresses only. Valid until the next call.</summary>
    /// <param name="stack">Of the event.</param>
    /// <param name="type">Of the exception.</param>
    public ReadOnlySpan<ulong> ReturnAddresses(ReadOnlySpan<ulong> stack, ReadOnlySpan<char> type)
    {
        if (_code is null || stack.Length > _corrected.Length || !IsRaisedByInstructions(type))
        {
            return stack;
        }

        int leaf = 0;
        while (leaf < stack.Length && SiteAt(stack[leaf]).IsSearch)
        {
            leaf++;
        }

        if (leaf == stack.Length || !SiteAt(stack[leaf]).IsFault)
        {
            return stack;
        }

        stack.CopyTo(_corrected);
        _corrected[leaf]++;
        return _corrected.AsSpan(0, stack.Length);
    }

    private static bool IsRaisedByInstructions(ReadOnlySpan<char> type) =>
        type is "System.NullReferenceException" or "System.DivideByZeroException" or "System.OverflowException" or "System.ArithmeticException";

    private LeafSite SiteAt(ulong address)
    {
        if (!_known.TryGetValue(address, out LeafSite site))
        {
            site = LookAt(address, out bool isLasting);
            if (isLasting)
            {
                Remember(address, site);
            }
        }

        return site;
    }

    // Two methods may meet at an address: one ends before it with a call, the other begins with it. Only what both say stays true.
    private LeafSite LookAt(ulong address, out bool isLasting)
    {
        bool isCall = _code!.TryFindMethod(address - 1, out MethodCode before) && !before.IsTransient;
        bool isCode = _code.TryFindMethod(address, out MethodCode here);
        isLasting = isCall && isCode && !here.IsTransient;
        return new LeafSite(isCall && roles[CodeAddress.Managed(address - 1)] == ThrowRole.Search, isCode && IsFault(address, here));
    }

    // All other throws are calls. So are those that the runtime reports for an instruction of its own that was called to store a reference or to
    // find an interface's method: a fault directly behind a call is taken for one of these.
    private static bool IsFault(ulong address, in MethodCode here) => here.Start == address || !CallSite.IsBefore(address, ifUnreadable: true);

    private void Remember(ulong address, LeafSite site)
    {
        if (_known.Count == MostAddresses)
        {
            _known.Clear();
        }

        _known.Add(address, site);
    }

    /// <summary>What an address can be to a fault.</summary>
    /// <param name="IsSearch">As a return address it lies in the runtime's search for a handler.</param>
    /// <param name="IsFault">No call ends at it, so it is the instruction that faulted.</param>
    private readonly record struct LeafSite(bool IsSearch, bool IsFault);
}

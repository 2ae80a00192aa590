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
    private readonly CodeMap? _code =
        RuntimeInformation.ProcessArchitecture == Architecture.X64 ? RuntimeDescription.Current.Code.Value : null;

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
        while (leaf < stack.Length && IsSearch(stack[leaf]))
        {
            leaf++;
        }

        if (leaf == stack.Length || !IsFault(stack[leaf]))
        {
            return stack;
        }

        stack.CopyTo(_corrected);
        _corrected[leaf]++;
        return _corrected.AsSpan(0, stack.Length);
    }

    private static bool IsRaisedByInstructions(ReadOnlySpan<char> type) =>
        type is "System.NullReferenceException" or "System.DivideByZeroException" or "System.OverflowException" or "System.ArithmeticException";

    private bool IsSearch(ulong returnAddress) =>
        _code!.TryFindMethod(returnAddress - 1, out MethodCode code) && !code.IsTransient && roles[CodeAddress.Managed(returnAddress - 1)] == ThrowRole.Search;

    // All other throws are calls. So are those that the runtime reports for an instruction of its own that was called to store a reference or to
    // find an interface's method: a fault directly behind a call is taken for one of these.
    private bool IsFault(ulong address) => _code!.TryFindMethod(address, out MethodCode code) && (code.Start == address || !CallSite.IsBefore(address, ifUnreadable: true));
}

using System.Reflection;
using System.Runtime.ExceptionServices;
using Pprof.Profiles.Events;
using Pprof.Runtime;
using Pprof.Unwinding;

namespace Pprof.Profiles.Exceptions;

/// <summary>
/// The stack of a throw as <see cref="Exception.StackTrace"/> shows it, and whether the exception was thrown before. <c>pprof event decoder</c>; never throws.
/// </summary>
/// <remarks>
/// In .NET 10 the runtime raises one event when an exception is thrown, from below its search for a handler, which is managed code; none for <c>throw;</c>; one
/// more for each <see cref="ExceptionDispatchInfo.Throw()"/>, which every <c>await</c> of a failed task calls; and one more where the exception leaves
/// native code, which is how the first calls of a method by reflection are made. None of the event's fields tells the last two from the first: the leaf does.
/// </remarks>
internal sealed class ThrowFrames
{
    private const string Search = "System.Runtime.EH";
    private const string Invoker = "System.Reflection.MethodBaseInvoker";
    private const string InvokeNative = "InterpretedInvoke";

    /// <summary>Of the methods at the addresses of stacks.</summary>
    public CallSites<ThrowRole> Roles { get; } = new(RoleOf, mostAddresses: 1 << 16);

    /// <summary>Null when throws can be told from those that forward.</summary>
    public static string? NotKnownReason { get; } = MethodLookup.IsAvailable
        ? null
        : "this version of .NET does not tell which method lies at an address, so throws that forward an exception are counted like first ones";

    /// <summary>Takes the runtime's search for a handler out of the stack.</summary>
    /// <param name="stack">Leaf first; written to.</param>
    /// <param name="isForwarded">The exception was thrown before, or comes out of a task.</param>
    public ReadOnlySpan<CodeAddress> Clean(Span<CodeAddress> stack, out bool isForwarded)
    {
        int count = 0;
        isForwarded = false;
        foreach (CodeAddress address in stack)
        {
            ThrowRole role = Roles[address];
            if (role != ThrowRole.Search)
            {
                isForwarded |= count == 0 && role == ThrowRole.Forwarder;
                stack[count++] = address;
            }
        }

        return stack[..count];
    }

    private static ThrowRole RoleOf(MethodBase method) => method.DeclaringType?.FullName switch
    {
        Search => ThrowRole.Search,
        Invoker when method.Name.StartsWith(InvokeNative, StringComparison.Ordinal) => ThrowRole.Forwarder,
        _ => method.DeclaringType == typeof(ExceptionDispatchInfo) ? ThrowRole.Forwarder : ThrowRole.Thrower,
    };
}

/// <summary>What a method at the leaf of a throw is to its reader.</summary>
internal enum ThrowRole : byte
{
    /// <summary>It threw the exception.</summary>
    Thrower,

    /// <summary>The runtime's search for a handler. Stands below the thrower, and in the middle when a filter throws.</summary>
    Search,

    /// <summary>It throws on what has been thrown before, on behalf of its caller.</summary>
    Forwarder,
}

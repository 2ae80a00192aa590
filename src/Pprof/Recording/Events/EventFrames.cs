using Pprof.EventPipe.Hub;
using Pprof.Runtime;
using Pprof.Symbolization;
using Pprof.Unwinding;

namespace Pprof.Recording;

/// <summary>
/// Turns the stack of an event into code addresses that keep their meaning: code that may be freed is given its name now, everything else when the
/// profile is written. The hub's decoding thread; allocates for code that may be freed only; never throws.
/// </summary>
internal sealed class EventFrames
{
    // Null where the runtime describes its code in an unknown way: all frames are then named at once.
    private readonly CodeMap? _code = ContractDescriptor.TryLoad(out _) is { } descriptor ? CodeMap.TryCreate(descriptor, out _) : null;

    /// <summary>Room for the deepest stack and the marker for what is missing of it.</summary>
    public const int MostFrames = StackedEvent.MostFrames + 1;

    /// <summary>Frames written, leaf first: methods as a stack trace shows them, and <c>[truncated]</c> where the runtime has cut the root off.</summary>
    public int Translate(ReadOnlySpan<ulong> stack, Span<CodeAddress> frames)
    {
        int count = 0;
        foreach (ulong returnAddress in stack[..Math.Min(stack.Length, StackedEvent.MostFrames)])
        {
            // Events are raised by calls, so the leaf is a return address as well, and the call lies before it.
            if (TryTranslate(returnAddress - 1, out frames[count]))
            {
                count++;
            }
        }

        if (stack.Length >= StackedEvent.MostFrames)
        {
            frames[count++] = CodeAddress.Marker(StackMarker.Truncated);
        }

        return count;
    }

    // False for glue that the runtime compiles from IL, which stack traces do not show.
    private bool TryTranslate(ulong address, out CodeAddress frame)
    {
        frame = CodeAddress.Managed(address);
        if (_code is null)
        {
            frame = NameNow(frame);
            return true;
        }

        bool isMethod = _code.TryFindMethod(address, out MethodCode code);
        if (isMethod && code.IsTransient && !code.IsILStub)
        {
            frame = NameNow(frame);
        }

        return !code.IsILStub;
    }

    private static CodeAddress NameNow(CodeAddress address)
    {
        ProfilingParts parts = ProfilingParts.OfCounts;
        lock (parts)
        {
            LocationSymbol symbol = parts.Symbols.Resolve(address);
            return symbol is { Function: { } function, IsTransient: true } ? KnownFrames.Intern(function, symbol.Line) : address;
        }
    }
}

using Pprof.EventPipe.Hub;
using Pprof.Profiles.Naming;
using Pprof.Runtime;
using Pprof.Symbolization;
using Pprof.Unwinding;

namespace Pprof.Profiles.Events;

/// <summary>
/// Turns the stack of an event into code addresses that keep their meaning: code that may be freed is given its name now, everything else when the
/// profile is written. <c>pprof event decoder</c>; allocates for code that may be freed and for addresses not met before; never throws.
/// </summary>
/// <remarks>
/// Finding out what lies at an address takes some ten reads of the runtime's memory, each a system call: 7 µs a frame when measured under load, so that a thread of its
/// own could not keep up with 10,000 events a second. What is found stays true for code that is never freed, and is remembered.
/// </remarks>
internal sealed class EventFrames
{
    // 128 Ki addresses are 5 MB; the calls on all stacks of a program that is at work are some thousands. When it is full it is begun anew.
    private const int MostAddresses = 1 << 17;

    // In place of code that is no frame.
    private static readonly CodeAddress s_none = new(Bits: 0);

    private readonly Dictionary<ulong, CodeAddress> _lasting = [];

    // Null where the runtime describes its code in an unknown way: all frames are then named at once.
    private readonly CodeMap? _code = RuntimeDescription.Current.Code.Value;

    /// <summary>Room for the deepest stack and the marker for what is missing of it.</summary>
    public const int MostFrames = StackedEvent.MostFrames + 1;

    /// <summary>Frames written, leaf first: methods as a stack trace shows them, and <c>[truncated]</c> where the runtime has cut the root off.</summary>
    /// <param name="stack">Addresses, leaf first.</param>
    /// <param name="frames">Takes them.</param>
    /// <param name="leafIsExact">
    /// The leaf is the instruction that was interrupted. False for events: they are raised by calls, so their leaf is a return address as all
    /// others are, and the call lies before it.
    /// </param>
    public int Translate(ReadOnlySpan<ulong> stack, Span<CodeAddress> frames, bool leafIsExact = false)
    {
        int count = 0;
        ulong back = leafIsExact ? 0u : 1u;
        foreach (ulong address in stack[..Math.Min(stack.Length, StackedEvent.MostFrames)])
        {
            if (TryTranslate(address - back, out frames[count]))
            {
                count++;
            }

            back = 1;
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
        if (!_lasting.TryGetValue(address, out frame))
        {
            frame = Translate(address, out bool isLasting);
            if (isLasting)
            {
                Remember(address, frame);
            }
        }

        return frame != s_none;
    }

    // Where nothing is known of an address there may be code later.
    private CodeAddress Translate(ulong address, out bool isLasting)
    {
        CodeAddress frame = CodeAddress.Managed(address);
        isLasting = false;
        if (_code is null)
        {
            return NameNow(frame);
        }

        if (!_code.TryFindMethod(address, out MethodCode code))
        {
            return frame;
        }

        isLasting = !code.IsTransient;
        return code.IsILStub ? s_none : isLasting ? frame : NameNow(frame);
    }

    private void Remember(ulong address, CodeAddress frame)
    {
        if (_lasting.Count == MostAddresses)
        {
            _lasting.Clear();
        }

        _lasting.Add(address, frame);
    }

    private static CodeAddress NameNow(CodeAddress address)
    {
        ProfilingParts parts = ProfilingParts.OfCounts;
        lock (parts.Gate)
        {
            LocationSymbol symbol = parts.Symbols.Resolve(address);
            return symbol is { Function: { } function, IsTransient: true } ? KnownFrames.Intern(function, symbol.Line) : address;
        }
    }
}

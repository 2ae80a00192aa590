using System.Reflection;
using System.Runtime.CompilerServices;
using Pprof.Runtime;
using Pprof.Sampling;
using Pprof.Sampling.Live;
using Pprof.Unwinding.Managed;
using Pprof.Unwinding.View;

namespace Pprof.Unwinding.Live;

/// <summary>
/// The calling thread's managed frames, by a walk over its own stack where it lies: no signal, no copy, no lock. Any managed
/// thread, any number at once; never throws; allocates for code not met before.
/// </summary>
/// <remarks>
/// <para>A walk begins with a return address, rsp and rbp. C# shows none of them, but it shows where a local variable lies: <see cref="Start"/>
/// is optimized when it is first called and never compiled again, so its frame has one shape, and <see cref="OwnFrame"/>
/// measures it once. Each walk checks the return address it finds against the one it must be, for that method has one
/// caller, <see cref="Capture"/>; if a debugger has given either of them a new body, the answer is "not this way".</para>
/// <para>The collector may stop this thread anywhere in between. It changes references in frames, never the words a walk
/// reads: return addresses, saved rbp of frames that use it as frame pointer. Only to stop the thread the runtime replaces one return address, that of the method
/// it interrupted. If that method is below <see cref="Start"/>, its frame is not read; if it is a
/// caller that has called on, or <see cref="Start"/> itself, the original is found in the thread's own Thread, as for a
/// sampled stack. The runtime may interrupt this thread once more while we look, put the address back, and replace another one.
/// The Thread then knows nothing of this place, but the address stands on the stack again: it is read a second time.
/// What still goes wrong ends in a word that is no code, and the answer is again "not this way".</para>
/// </remarks>
internal sealed unsafe class LiveUnwinder
{
    // A stack farther away is not the thread's: someone has switched stacks.
    private const ulong LargestStack = 1UL << 30;

    private readonly LiveParts _parts;
    private readonly TableRules _rules;
    private readonly CodeMap _map;
    private readonly OwnThread _thread;
    private readonly int _threadBytes;
    private OwnFrame? _own;

    private LiveUnwinder(CodeMap map, FrameLayout frames, ThreadList threads)
    {
        (_map, _rules, _thread) = (map, new TableRules(map), new OwnThread(threads));
        _parts = new LiveParts(new SharedRules(_rules), frames, new FirstPass(), new UnwinderStatistics());
        _threadBytes = (int)threads.Layout.Bytes;
    }

    /// <summary>Null with the reason where the runtime's structures or the compiler's code are other than known, which it tries out.</summary>
    public static LiveUnwinder? TryCreate(out string? reason)
    {
        RuntimeDescription runtime = RuntimeDescription.Current;
        reason = runtime.Code.Reason ?? runtime.Frames.Reason ?? runtime.Threads.Reason;
        return reason is null ? new LiveUnwinder(runtime.Code.Value!, runtime.Frames.Value!, runtime.Threads.Value!).Tried(out reason) : null;
    }

    /// <summary>Replaced return addresses that walks have met. The other figures are not kept.</summary>
    public UnwinderStatistics Statistics => _parts.Statistics;

    /// <summary>Whether code at an address that a walk has shown may be freed.</summary>
    public bool IsTransient(CodeAddress managed) => _parts.Rules.Find(managed.Value + 1, isReturnAddress: true).Code.Is(CodeTraits.Transient);

    /// <summary>Remembers transient code that a walk has shown for as long as an object lives without which the code would be freed.</summary>
    public void KeepWhile(WeakReference owner, CodeAddress managed) => _parts.Rules.KeepWhile(owner, managed.Value + 1);

    /// <summary>
    /// The frames of the calling thread, leaf first, beginning with this method. False when the thread's stack cannot be
    /// walked from here.
    /// </summary>
    /// <param name="frames">Receives them; one that is too short ends in <see cref="StackMarker.Truncated"/>.</param>
    /// <param name="count">How many.</param>
    /// <param name="hasTransient">Some of them may be of code that will be freed.</param>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public bool Capture(Span<CodeAddress> frames, out int count, out bool hasTransient)
    {
        // The comparison keeps the compiler from making a jump of the call: this frame must be there to return to.
        count = Start(frames, out hasTransient);
        return count > 0;
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private int Start(Span<CodeAddress> frames, out bool hasTransient)
    {
        // Of two calls or more: only such a method keeps rbp on the stack, where it can be read.
        ulong mark = 0;
        _thread.Find(out ulong chain, out ulong end);
        return Walk(&mark, frames, chain, end, out hasTransient) + (int)mark;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int Walk(ulong* mark, Span<CodeAddress> frames, ulong chain, ulong end, out bool hasTransient)
    {
        hasTransient = false;
        OwnFrame? own = _own ?? Measure(mark);
        ulong lowest = 0;
        ulong length = end - (ulong)&lowest;
        if (own is null || chain == 0 || length > LargestStack)
            return 0;
        ReadOnlySpan<byte> thread = new((void*)chain, _threadBytes);
        byte* place = (byte*)mark + own.ReturnOffset;
        if (!Holds(place, own.ReturnAddress) && !IsHijacked(thread, (ulong)place, own.ReturnAddress) && !Holds(place, own.ReturnAddress))
            return 0;
        Registers registers = new() { Rip = own.ReturnAddress, Rsp = (ulong)place + sizeof(ulong), Rbp = *(ulong*)((byte*)mark + own.RbpOffset) };
        RawStack stack = new(registers, (ulong)&lowest, new ReadOnlySpan<byte>(&lowest, (int)length), *(ulong*)chain, thread);
        ManagedWalk walk = default;
        walk.Begin(stack, _parts, frames);
        bool isWhole = walk.Run(stack) != StackEnd.Unwalkable;
        hasTransient = walk.HasTransient;
        return isWhole ? walk.Count : 0;
    }

    private static bool Holds(byte* place, ulong word) => Volatile.Read(ref *(ulong*)place) == word;

    private static bool IsHijacked(ReadOnlySpan<byte> thread, ulong place, ulong original) =>
        HijackedReturn.TryFind(thread, place, out ulong kept) && kept == original;

    private OwnFrame? Measure(ulong* mark)
    {
        ulong start = IdentityOf(nameof(Start));
        ulong capture = IdentityOf(nameof(Capture));
        return _own = OwnFrame.Find((ulong)mark, _rules, address => (IsAfterCallIn(address, start), IsAfterCallIn(address, capture)));
    }

    private bool IsAfterCallIn(ulong address, ulong methodDesc) =>
        address > 1 && _map.TryFindMethod(address - 1, out MethodCode code) && code.MethodDesc == methodDesc && Managed.CallSite.IsBefore(address);

    private static ulong IdentityOf(string method) =>
        (ulong)typeof(LiveUnwinder).GetMethod(method, BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)!.MethodHandle.Value;

    private LiveUnwinder? Tried(out string? reason)
    {
        reason = "a walk over this thread's own stack did not find the methods that called it";
        if (!TryOnce())
            return null;
        reason = null;
        return this;
    }

    // Not ready-to-run code, of which the tables do not name every method.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private bool TryOnce()
    {
        Span<CodeAddress> frames = new CodeAddress[StackUnwinder.MaxFrames];
        return Capture(frames, out int count, out _) && count > 2
            && IsIn(frames[0], IdentityOf(nameof(Capture))) && IsIn(frames[1], IdentityOf(nameof(TryOnce)));
    }

    private bool IsIn(CodeAddress frame, ulong methodDesc) =>
        frame.Kind == CodeKind.Managed && _map.TryFindMethod(frame.Value, out MethodCode code) && code.MethodDesc == methodDesc;
}

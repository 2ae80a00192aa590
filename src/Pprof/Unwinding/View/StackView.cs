using Pprof.Unwinding.Managed;

namespace Pprof.Unwinding.View;

/// <summary>
/// Turns the frames that are physically on a stack into those a programmer expects, which are the ones
/// <see cref="System.Diagnostics.StackTrace"/> shows. Owner of the parts; neither allocates nor throws.
/// <list type="table">
/// <listheader><term>on the stack</term><description>shown</description></listheader>
/// <item><term>catch, finally or fault block during an exception: the block, the runtime, the dead frames of the thrower, the block's method</term>
/// <description>the block once, then its method's caller: the thrower is over, the time is the catcher's</description></item>
/// <item><term>finally block in ordinary flow: the block, its method</term><description>the block once</description></item>
/// <item><term>exception filter: the block, the runtime's first pass, the thrower, …, the block's method</term>
/// <description>everything: the thrower is alive until a filter accepts</description></item>
/// <item><term>P/Invoke in progress, with or without a frame</term><description>the native frames, the P/Invoke method once, its caller</description></item>
/// <item><term>method being compiled for its first call</term><description>the native frames, the method, its caller</description></item>
/// <item><term>IL stub (marshalling, tail-call dispatch, delegate shuffle)</term><description>nothing</description></item>
/// <item><term>DynamicMethod, reflection's invoke stub</term><description>like any method</description></item>
/// </list>
/// </summary>
internal ref struct StackView(Span<CodeAddress> frames, FirstPass? firstPass)
{
    private readonly Span<CodeAddress> _frames = frames;
    private ViewState _state;

    // The block whose method is being looked for: the method, its rbp, and how many frames had been shown with the block.
    private ulong _methodStart;
    private ulong _rbp;
    private int _countAtBlock;

    public int Count { get; private set; }

    /// <summary>Whether frames are still being left out: true at a thread's root means that a block's method never came.</summary>
    public readonly bool IsSkipping => _state == ViewState.Skipping;

    /// <summary>Whether the next frame is shown, whatever it is.</summary>
    public readonly bool IsPlain => _state == ViewState.Plain;

    /// <summary>The method that is being looked for.</summary>
    public readonly ulong MethodOfBlock => _methodStart;

    /// <summary>Its rbp, which the runtime gives to its blocks.</summary>
    public readonly ulong RbpOfBlock => _rbp;

    /// <summary>The method was found in another way: the next frame is that of its caller.</summary>
    public void EndBlock() => _state = ViewState.Plain;

    public bool AddNative(ulong ip, bool isReturnAddress) =>
        _state == ViewState.Skipping || Add(CodeAddress.Native(isReturnAddress ? ip - 1 : ip));

    /// <summary>A method without a frame.</summary>
    public bool AddMethod(ulong methodDesc)
    {
        if (_state == ViewState.BehindBlock && firstPass!.Calls(methodDesc))
            _state = ViewState.Plain;
        return _state == ViewState.Skipping || Add(CodeAddress.Method(methodDesc));
    }

    // rbp as it is while the frame runs: in a block, its method's.
    public bool AddManaged(ulong ip, bool isReturnAddress, in FrameCode code, ulong rbp)
    {
        if (_state != ViewState.Plain && !Shows(ip, code, rbp))
            return true;
        if (code.Is(CodeTraits.Hidden))
            return true;
        if (!Add(CodeAddress.Managed(isReturnAddress ? ip - 1 : ip)))
            return false;
        if (firstPass is not null && code.Is(CodeTraits.Funclet))
            (_state, _methodStart, _rbp, _countAtBlock) = (ViewState.BehindBlock, code.MethodStart, rbp, Count);
        return true;
    }

    public bool AddMarker(StackMarker marker)
    {
        // A walk that ends while it leaves frames out has lost what lies above all the same.
        if (Count == _frames.Length)
            Count--;
        return Add(CodeAddress.Marker(marker));
    }

    // The managed frame next to a block tells which kind of block it is.
    private bool Shows(ulong ip, in FrameCode code, ulong rbp)
    {
        if (_state == ViewState.BehindBlock)
        {
            bool isFilter = firstPass!.Runs(ip, code);
            _state = isFilter ? ViewState.Plain : ViewState.Skipping;
            if (isFilter)
                return true;
            Count = _countAtBlock;
        }

        // Recursion of frameless methods repeats rbp, so the method must be the same too; blocks nested in it are passed over.
        if (code.MethodStart == _methodStart && rbp == _rbp && !code.Is(CodeTraits.Funclet))
            _state = ViewState.Plain;
        return false;
    }

    private bool Add(CodeAddress address)
    {
        if (Count >= _frames.Length)
            return false;
        _frames[Count++] = address;
        return true;
    }
}

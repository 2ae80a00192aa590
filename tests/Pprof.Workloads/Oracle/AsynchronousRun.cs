using System.Reflection;
using System.Text;
using Pprof.Runtime;
using Pprof.Sampling;
using Pprof.Unwinding;
using Pprof.Workloads.CallKinds;

namespace Pprof.Workloads.Oracle;

/// <summary>
/// Stops a thread at instructions of its own choosing while it grows call trees, and checks what can be known without an
/// oracle: the walk reaches the root, and shows as many levels of the tree as there are marks on the stack. Where the stop
/// is inside <see cref="CallTree.Next"/> itself its mark may not be made yet or be wiped already, so one less is allowed there.
/// </summary>
internal sealed class AsynchronousRun(StackUnwinder unwinder, int seed)
{
    private static readonly MethodInfo s_next = typeof(CallTree).GetMethod(nameof(CallTree.Next))!;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    private readonly CodeAddress[] _frames = new CodeAddress[StackUnwinder.MaxFrames];
    private readonly Dictionary<CodeAddress, MethodBase?> _names = [];
    private readonly List<string> _wrong = [];
    private volatile bool _stop;
    private volatile int _threadId;

    public int Samples { get; private set; }

    public int Right { get; private set; }

    public int AtRoot { get; private set; }

    public int NativeLeaves { get; private set; }

    public AsynchronousRun Sample(int count)
    {
        var worker = new Thread(Work);
        worker.Start();
        SpinWait.SpinUntil(() => _threadId != 0);
        ThreadList threads = ThreadList.TryCreate(ContractDescriptor.TryLoad(out _)!, out _)!;
        using (var capture = new StackCapture(_threadId, threads.FindFrameChainAddress(_threadId)))
        {
            while (Samples < count && capture.TryCapture(s_patience, out RawStack stack))
                Check(stack);
        }

        _stop = true;
        worker.Join();
        return this;
    }

    public string Report()
    {
        var text = new StringBuilder();
        UnwinderStatistics s = unwinder.Statistics;
        text.AppendLine(null, $"asynchronous: {Right} of {Samples} with every level, {AtRoot} at the root, {NativeLeaves} with a native leaf");
        text.AppendLine(null, $"Frame jumps {s.FrameJumps}, scans {s.Scans}, hijacked {s.Hijacked}, lost blocks {s.LostBlocks}, left by rbp {s.BlocksLeft}");
        _wrong.ForEach(w => text.AppendLine(w));
        return text.ToString();
    }

    private void Work()
    {
        int turn = seed;
        CallKind[] kinds = [.. PlainCalls.Kinds, .. DelegateCalls.Kinds, .. LibraryCalls.Kinds, .. ExceptionCalls.Kinds, .. FrameShapes.Kinds, .. DynamicCalls.Kinds, .. NativeCalls.Kinds];
        var tree = new CallTree(kinds, () => Busy.Work(turn++), seed);
        _threadId = StackCapture.CurrentThreadId;
        while (!_stop)
            tree.Grow(6);
    }

    private void Check(in RawStack stack)
    {
        int count = unwinder.Unwind(stack, _frames, out StackEnd end);
        int marks = Levels.Count(stack);
        MethodBase?[] shown = [.. _frames[..count].Where(f => f.Kind == CodeKind.Managed).Select(Name)];
        int levels = shown.Count(m => m == s_next);
        bool isInNext = shown.SkipWhile(m => m?.DeclaringType == typeof(Levels)).FirstOrDefault() == s_next;
        bool isRight = (levels == marks || (isInNext && levels - marks == 1)) && Busy.IsPlausible(shown);
        Samples++;
        Right += isRight ? 1 : 0;
        AtRoot += end == StackEnd.Root ? 1 : 0;
        NativeLeaves += _frames[0].Kind == CodeKind.Native ? 1 : 0;
        if ((!isRight || end != StackEnd.Root) && _wrong.Count < 8)
            _wrong.Add($"{end}, {levels} levels, {marks} marks: " + string.Join(" < ", _frames[..count].Select(f => Name(f)?.Name ?? f.ToString())));
    }

    private MethodBase? Name(CodeAddress frame)
    {
        if (frame.Kind != CodeKind.Managed)
            return null;
        if (!_names.TryGetValue(frame, out MethodBase? method))
            _names[frame] = method = MethodLookup.FromNativeIp(frame.Value);
        return method;
    }
}

using System.Diagnostics;
using Pprof.Runtime;
using Pprof.Sampling;
using Pprof.Unwinding;
using Pprof.Workloads.CallKinds;

namespace Pprof.Workloads.Oracle;

/// <summary>What a walk costs with warm caches, over one captured stack of a call tree.</summary>
internal sealed class UnwindingCost(StackUnwinder unwinder)
{
    private readonly CodeAddress[] _frames = new CodeAddress[StackUnwinder.MaxFrames];
    private string _result = "";

    public string Measure(int rounds)
    {
        var tree = new CallTree([.. PlainCalls.Kinds, .. LibraryCalls.Kinds], () => MeasureHere(rounds), 1);
        tree.Grow(12);
        return _result;
    }

    private void MeasureHere(int rounds)
    {
        int id = StackCapture.CurrentThreadId;
        using var capture = new StackCapture(id, ThreadList.TryCreate(ContractDescriptor.TryLoad(out _)!, out _)!.FindFrameChainAddress(id));
        capture.TryCapture(out RawStack stack);
        int count = unwinder.Unwind(stack, _frames, out StackEnd end);
        for (int i = 0; i < 1000; i++)
            unwinder.Unwind(stack, _frames, out _);
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < rounds; i++)
            unwinder.Unwind(stack, _frames, out _);
        TimeSpan time = Stopwatch.GetElapsedTime(start);
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        int native = _frames.AsSpan(0, count).ToArray().Count(f => f.Kind == CodeKind.Native);
        _result = $"{end}, {count} frames ({native} native): {time.TotalNanoseconds / rounds:F0} ns a stack, {time.TotalNanoseconds / rounds / count:F1} ns a frame, {allocated} bytes allocated";
    }
}

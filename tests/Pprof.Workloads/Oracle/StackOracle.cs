using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;
using Pprof.Runtime;
using Pprof.Sampling;
using Pprof.Unwinding;

namespace Pprof.Workloads.Oracle;

/// <summary>
/// Captures the stack of the thread that asks, by the profiler's own signal handler, walks it, and compares the managed
/// frames from the asking method up with what <see cref="StackTrace"/> says at the same place.
/// </summary>
internal sealed class StackOracle(StackUnwinder unwinder, ThreadList threads, StackCensus census, bool withPInvokes)
{
    private const int MostReported = 5;

    private readonly CodeAddress[] _frames = new CodeAddress[StackUnwinder.MaxFrames];

    [ThreadStatic]
    private static StackCapture? t_capture;

    public int Captures { get; private set; }

    public int Exact { get; private set; }

    public int AtRoot { get; private set; }

    /// <summary>Stacks that are right as far as they go, and say that they end early.</summary>
    public int Cut { get; private set; }

    public List<string> Mismatches { get; } = [];

    /// <summary>The leaf of every tree.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Check()
    {
        int count = CaptureAndWalk(out StackEnd end);
        Compare(_frames.AsSpan(0, count), end, new StackTrace(0, false));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int CaptureAndWalk(out StackEnd end)
    {
        int id = StackCapture.CurrentThreadId;
        t_capture ??= new StackCapture(id, threads.FindFrameChainAddress(id));
        if (!t_capture.TryCapture(out RawStack stack))
            throw new InvalidOperationException("the signal did not arrive");
        census.Count(stack);
        return unwinder.Unwind(stack, _frames, out end);
    }

    private void Compare(ReadOnlySpan<CodeAddress> frames, StackEnd end, StackTrace trace)
    {
        census.Count(frames);
        List<string> expected = ShownMethods.Of(trace, withPInvokes);
        List<string> actual = ShownMethods.Of(frames, nameof(Check));
        Captures++;
        AtRoot += end == StackEnd.Root ? 1 : 0;
        if (expected.SequenceEqual(actual))
        {
            Exact++;
            return;
        }

        Cut += end == StackEnd.Unwalkable && actual.Count > 0 && actual.SequenceEqual(expected.Take(actual.Count)) ? 1 : 0;
        if (Mismatches.Count < MostReported)
            Mismatches.Add(Describe(expected, actual, end));
    }

    private static string Describe(List<string> expected, List<string> actual, StackEnd end)
    {
        int same = expected.Zip(actual).TakeWhile(p => p.First == p.Second).Count();
        return $"""
            {end}; the first {same} agree, up to {(same > 0 ? expected[same - 1] : "-")}
              runtime: {string.Join(" < ", expected.Skip(same))}
              ours:    {string.Join(" < ", actual.Skip(same))}
            """;
    }
}

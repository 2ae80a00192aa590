using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text;
using Pprof.Profiles.OwnStack;
using Pprof.Symbolization;
using Pprof.Symbolization.Naming;
using Pprof.Unwinding;
using Pprof.Workloads.CallKinds;

namespace Pprof.Workloads.Oracle;

/// <summary>
/// Grows random call trees and compares, in every leaf, the stack that the thread found by walking its own with what
/// <see cref="StackTrace"/> says at the same place.
/// </summary>
/// <param name="seed">Makes the trees.</param>
/// <param name="skip">Frames to leave out of both.</param>
/// <param name="isTraced">Compares the fallback instead.</param>
internal sealed class LiveRun(int seed, int skip = 0, bool isTraced = false)
{
    private const int Shallowest = 2;
    private const int Deepest = 10;
    private const int MostReported = 5;

    private readonly List<string> _mismatches = [];
    private readonly CallKind[] _kinds = [.. AllKinds.List];
    private int[] _hits = [];

    public int Captures { get; private set; }

    public int Exact { get; private set; }

    public long Fallbacks { get; private set; }

    public bool IsRight => Exact == Captures && (isTraced || (Fallbacks == 0 && LiveStack.NotSupportedReason is null));

    public LiveRun Compare(int captures)
    {
        var random = new Random(seed);
        var tree = new CallTree(_kinds, Check, seed);
        Fallbacks = -LiveStack.Fallbacks;
        while (Captures < captures)
            tree.Grow(random.Next(Shallowest, Deepest + 1));
        Fallbacks += LiveStack.Fallbacks;
        _hits = tree.Hits;
        return this;
    }

    public string Report()
    {
        var text = new StringBuilder();
        string[] missed = [.. _kinds.Where((_, i) => _hits[i] == 0).Select(k => k.Name)];
        text.AppendLine(null, $"{(isTraced ? "traced" : "live")}: {Exact} of {Captures} exact, {Fallbacks} fallbacks ({LiveStack.NotSupportedReason ?? "supported"})");
        text.AppendLine(null, $"never hit: {(missed is [] ? "nothing" : string.Join(", ", missed))}");
        _mismatches.ForEach(m => text.AppendLine(m));
        return text.ToString();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Check()
    {
        CodeAddress[] live = isTraced ? TracedStack.Capture(skip) : LiveStack.Capture(skip);
        // The runtime shows a P/Invoke in progress twice, and counts both when it leaves frames out.
        Compare(live, new StackTrace(isTraced ? skip : 0, fNeedFileInfo: false));
    }

    private void Compare(CodeAddress[] live, StackTrace trace)
    {
        List<string> expected = isTraced ? [.. trace.GetFrames().Select(f => MethodNames.Readable(f.GetMethod()!))] : [.. ShownMethods.Of(trace, withPInvokes: true).Skip(skip)];
        List<string> actual = isTraced ? [.. live.Select(frame => KnownFrames.Resolve(frame).Function!.Name)] : ShownMethods.Of(live);
        Captures++;
        bool isExact = expected.SequenceEqual(actual);
        Exact += isExact ? 1 : 0;
        if (!isExact && _mismatches.Count < MostReported)
            _mismatches.Add($"runtime: {string.Join(" < ", expected)}\nours:    {string.Join(" < ", actual)}");
    }
}

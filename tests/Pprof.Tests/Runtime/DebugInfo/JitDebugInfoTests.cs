using System.Runtime.CompilerServices;
using Pprof.Runtime;
using Pprof.Runtime.DebugInfo;
using Pprof.Tests.Symbolization;
using Xunit;

namespace Pprof.Tests.Runtime.DebugInfo;

/// <summary>The maps we read agree with the IL offsets of the runtime's own stack traces.</summary>
[Trait("Part", "slow")]
public sealed class JitDebugInfoTests
{
    private static readonly CodeMap s_code = CodeMap.TryCreate(ContractDescriptor.TryLoad(out _)!, out _)!;
    private static readonly JitDebugInfo s_debugInfo = JitDebugInfo.TryCreate(s_code, out _)!;

    [Fact]
    public void Probe_accepts_the_runtime_that_runs_these_tests()
    {
        Assert.NotNull(JitDebugInfo.TryCreate(s_code, out string? reason));
        Assert.Null(reason);
    }

    // Not the frames of the test runner below: where code was compiled again for speed a trace may say 0 for an offset it has not.
    [Fact]
    public void Offsets_of_every_jitted_frame_of_a_deep_call_agree_with_the_stack_trace()
    {
        int compared = 0;
        foreach (KnownFrame site in Deep(20, KnownFrames.Capture).TakeWhile(site => site.Frame.GetMethod()!.Name != nameof(Offsets_of_every_jitted_frame_of_a_deep_call_agree_with_the_stack_trace)))
        {
            compared += Compare(site);
        }

        Assert.True(compared > 20, $"only {compared} frames had a map");
    }

    [Fact]
    public void Offsets_agree_in_loops_before_and_after_on_stack_replacement()
    {
        List<KnownFrame> sites = [];
        int total = Loop(200_000, sites);

        Assert.Equal(200_000, total);
        Assert.Equal(20, sites.Sum(Compare));
    }

    // Ready-to-run code of the framework, until it has been called often enough to be compiled again.
    [Fact]
    public void Offsets_of_precompiled_frames_agree_with_the_stack_trace()
    {
        IReadOnlyList<KnownFrame> sites = [];
        _ = new SortedSet<int>(Comparer<int>.Create((one, other) =>
        {
            sites = KnownFrames.Capture();
            return one.CompareTo(other);
        })) { 3, 1, 2 };

        Assert.Contains(sites, site => s_code.TryFindMethod(site.Address.Value, out MethodCode code) && code.IsReadyToRun && Compare(site) == 1);
    }

    [Fact]
    public void Code_without_a_header_has_no_map() => Assert.Null(s_debugInfo.Read(default));

    private static int Compare(KnownFrame site)
    {
        Assert.True(s_code.TryFindMethod(site.Address.Value, out MethodCode code));
        if (s_debugInfo.Read(code) is not { } map)
        {
            Assert.True(code.IsReadyToRun || site.Frame.GetMethod()!.DeclaringType is null);
            return 0;
        }

        int ours = AsTraced(map.ILOffsetAt((uint)(site.Address.Value - code.Start)));
        Assert.True(site.Frame.GetILOffset() == ours, $"{site.Frame.GetMethod()?.DeclaringType}.{site.Frame.GetMethod()}: the trace says {site.Frame.GetILOffset()}, ours {ours}, native {site.Frame.GetNativeOffset()}, {code}");
        return 1;
    }

    // The instructions of code that was compiled again for speed may all belong to its prolog; a trace says 0 there.
    private static int AsTraced(int ilOffset) => ilOffset == NativeMap.Prolog ? 0 : ilOffset;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Loop(int count, List<KnownFrame> sites)
    {
        int sum = 0;
        for (int i = 0; i < count; i++)
        {
            if (i % (count / 20) == 0)
            {
                sites.Add(KnownFrames.Capture()[0]);
            }

            sum++;
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static IReadOnlyList<KnownFrame> Deep(int depth, Func<IReadOnlyList<KnownFrame>> capture)
    {
        IReadOnlyList<KnownFrame> sites = depth switch
        {
            0 => capture(),
            _ when depth % 3 == 0 => new[] { depth }.Select(d => Deep(d - 1, capture)).Single(),
            _ when depth % 3 == 1 => Caught(depth, capture),
            _ => Deep(depth - 1, capture),
        };
        GC.KeepAlive(capture);
        return sites;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static IReadOnlyList<KnownFrame> Caught(int depth, Func<IReadOnlyList<KnownFrame>> capture)
    {
        try
        {
            throw new InvalidOperationException();
        }
        catch (InvalidOperationException) when (depth > 0)
        {
            return Deep(depth - 1, capture);
        }
    }
}

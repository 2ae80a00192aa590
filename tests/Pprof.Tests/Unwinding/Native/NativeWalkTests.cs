using Pprof.Sampling;
using Pprof.TestSupport;
using Pprof.Unwinding.Native;
using Xunit;

namespace Pprof.Tests.Unwinding.Native;

/// <summary>Whole walks of real stacks, interrupted at random instructions.</summary>
[Trait("Part", "slow")]
public sealed class NativeWalkTests(ITestOutputHelper output)
{
    private const int Samples = 1_000;

    // Who may call whom in the tree. Names in brackets are functions that their library does not export.
    // Functions inside libc have names where its debug symbols are installed.
    private static readonly Dictionary<string, string[]> s_callers = new()
    {
        ["leaf"] = ["registers", "dynamic", "realigned", "compare", "on_signal", "recursive"],
        ["registers"] = ["round_trip"],
        ["dynamic"] = ["round_trip"],
        ["realigned"] = ["round_trip"],
        ["compare"] = ["[libc.so.6]", "qsort_r", "qsort", "msort_with_tmp", "msort_with_tmp.part.0"],
        ["sorting"] = ["round_trip"],
        ["raising"] = ["round_trip"],
        ["recursive"] = ["recursive", "round_trip"],
        ["round_trip"] = ["body"],
        ["body"] = ["[libc.so.6]", "start_thread"],
        ["on_signal"] = ["[libc.so.6]", "__restore_rt"],
    };

    [Theory]
    [InlineData("-O2")]
    [InlineData("-O0")]
    [InlineData("-O2", "-fno-omit-frame-pointer")]
    [InlineData("-Os", "-mstackrealign")]
    [InlineData("-O2", "-Wl,--no-eh-frame-hdr")]
    [InlineData("-O2", "-s")]
    public void Stack_of_a_native_thread_is_walked_to_its_root_from_any_instruction(params string[] flags)
    {
        using NativeTree tree = new(flags);
        using StackCapture capture = new(tree.ThreadId);
        NativeWalk walk = new();
        Dictionary<string, int> leaves = [];
        for (int i = 0; i < Samples; i++)
        {
            Assert.True(capture.TryCapture(Patience.Limit, out RawStack stack));
            List<string> names = walk.Names(stack);
            Check(names, walk.End, isNamed: !flags.Contains("-s"));
            leaves[names[0]] = leaves.GetValueOrDefault(names[0]) + 1;
            leaves["(through a signal frame)"] = leaves.GetValueOrDefault("(through a signal frame)") + walk.SignalFrames;
        }

        output.WriteLine(string.Join(", ", leaves.OrderByDescending(leaf => leaf.Value).Select(leaf => $"{leaf.Key} {leaf.Value}")));
        Assert.True(leaves["(through a signal frame)"] > 0);
    }

    [Fact]
    public void Walking_allocates_nothing_once_the_functions_are_known()
    {
        using NativeTree tree = new("-O2");
        using StackCapture capture = new(tree.ThreadId);
        NativeWalk walk = new();
        Assert.True(capture.TryCapture(Patience.Limit, out RawStack stack));
        int frames = walk.Count(stack);

        // A collection that another thread causes in the middle shifts a reading; what allocates does so every time.
        long least = long.MaxValue;
        for (int attempt = 0; attempt < 10 && least != 0; attempt++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            frames += CountOften(walk, stack);
            least = Math.Abs(GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
        Assert.True(frames > 0);
    }

    private static int CountOften(NativeWalk walk, in RawStack stack)
    {
        int frames = 0;
        for (int i = 0; i < 1000; i++)
        {
            frames += walk.Count(stack);
        }

        return frames;
    }

    [Fact]
    public void Stack_of_which_only_a_part_was_copied_ends_there()
    {
        using NativeTree tree = new("-O2");
        using StackCapture capture = new(tree.ThreadId);
        NativeWalk walk = new();
        Assert.True(capture.TryCapture(Patience.Limit, out RawStack whole));
        int frames = walk.Count(whole);
        Assert.Equal(NativeStep.Root, walk.End);

        for (int length = 0; length < 64; length += 8)
        {
            RawStack part = new(in whole.Registers, whole.Address, whole.Bytes[..length], 0);
            Assert.True(walk.Count(part) < frames);
            Assert.Equal(NativeStep.OutOfStack, walk.End);
        }
    }

    private static void Check(List<string> names, NativeStep end, bool isNamed)
    {
        string shown = $"{string.Join(" < ", names)}: {end}";
        Assert.True(end == NativeStep.Root, shown);
        Assert.StartsWith("[libc.so.6]", names[^1] is "clone" or "clone3" or "__clone" ? "[libc.so.6]" : names[^1], StringComparison.Ordinal);
        for (int i = 1; isNamed && i < names.Count; i++)
        {
            Assert.True(!s_callers.TryGetValue(names[i - 1], out string[]? callers) || callers.Contains(names[i]), shown);
        }

        Assert.True(!isNamed || names.Contains("body"), shown);
    }
}

using System.Runtime.InteropServices;
using Pprof.Sampling;
using Pprof.Unwinding;
using Pprof.Unwinding.Managed;
using Pprof.Unwinding.Native;
using Pprof.Workloads.Oracle;
using Xunit;

namespace Pprof.Tests.Unwinding;

/// <summary>Walks over stacks made by hand, in a world where the code at 0x1000, 0x2000, … is known.</summary>
public class StackWalkTests
{
    private const ulong Base = 0x7000_0000;

    [Fact]
    public void Walk_by_rsp_and_rbp_ends_at_the_root_when_the_return_address_is_zero() =>
        // Rules by address: frameless (rsp+8); rsp+24 with rbp saved below the return address; rbp+16.
        Assert.Equal("Managed:0x1000 Managed:0x2000 Managed:0x3000 Root", Walk([0x2001, 7, Base + 40, 0x3001, 99, 99, 0], rbp: 5));

    [Fact]
    public void Walk_that_leaves_the_copy_ends_truncated() =>
        Assert.Equal("Managed:0x1000 Managed:0x2000 Marker:0x1 Truncated", Walk([0x2001, 7], rbp: 5));

    [Fact]
    public void Rule_that_would_go_down_the_stack_is_unwalkable() =>
        Assert.Equal("Managed:0x1000 Managed:0x3000 Marker:0x2 Unwalkable", Walk([0x3001, 7, 8], rbp: 16));

    [Fact]
    public void Managed_code_without_a_rule_is_unwalkable() =>
        Assert.Equal("Managed:0x1000 Managed:0x4000 Marker:0x2 Unwalkable", Walk([0x4001, 7, 8], rbp: 5));

    [Fact]
    public void Return_address_replaced_by_the_runtime_is_unwalkable_and_counted()
    {
        var statistics = new UnwinderStatistics();
        Assert.Equal("Managed:0x1000 Marker:0x2 Unwalkable", Walk([0x5001, 7, 8], rbp: 5, statistics: statistics));
        Assert.Equal(1, statistics.Hijacked);
    }

    [Fact]
    public void Caller_in_a_libc_without_tables_is_the_root()
    {
        Assert.Equal("Managed:0x1000 Native:0x9000 Root", Walk([0x9001, 7, 8], rbp: 5, native: new Libc()));
        Assert.Equal("Managed:0x1000 Native:0x9000 Marker:0x2 Unwalkable", Walk([0x9001, 7, 8], rbp: 5));
    }

    [Fact]
    public void Stack_deeper_than_the_room_ends_truncated_with_the_leaf_side_kept() =>
        Assert.Equal("Managed:0x1000 Managed:0x1000 Marker:0x1 Truncated", Walk([0x1001, 0x1001, 0x1001, 0x1001], rbp: 5, room: 3));

    [Fact]
    public void Registers_that_make_no_sense_are_an_end_and_not_a_fault()
    {
        Assert.EndsWith("Truncated", Walk([], rbp: 5), StringComparison.Ordinal);
        Assert.EndsWith("Unwalkable", Walk([1, 2, 3], rbp: 5, rsp: ulong.MaxValue - 7), StringComparison.Ordinal);
        Assert.EndsWith("Truncated", Walk([0x3001, 1, 2], rbp: 0x7fff_ffff_fff0), StringComparison.Ordinal);
    }

    private static string Walk(ulong[] words, ulong rbp, ulong rsp = Base, int room = 16, UnwinderStatistics? statistics = null, INativeUnwinder? native = null)
    {
        var registers = new Registers { Rip = 0x1000, Rsp = rsp, Rbp = rbp };
        var stack = new RawStack(registers, Base, MemoryMarshal.AsBytes(words.AsSpan()), 0);
        var parts = new WalkParts(new RuleCache(new World()), native ?? new NoNativeUnwinder(), null, null, statistics ?? new UnwinderStatistics());
        var frames = new CodeAddress[room];
        var walk = new StackWalk(stack, parts, frames, null);
        StackEnd end = walk.Run();
        return string.Join(' ', frames.Take(walk.Count)) + " " + end;
    }

    // As musl's: whatever calls out of it is not described.
    private sealed class Libc : INativeUnwinder
    {
        public NativeStep TryStep(ref NativeRegisters registers, in RawStack stack, out bool isSignalFrame)
        {
            isSignalFrame = false;
            return registers.IsReturnAddress ? NativeStep.PresumedRoot : NativeStep.NoInfo;
        }
    }

    private sealed class World : IFrameRules
    {
        public FrameCode Find(ulong ip, bool isReturnAddress) => (ip & ~1UL) switch
        {
            0x1000 => new FrameCode(new FrameRule(8, 0, false), 0x1000, CodeTraits.Managed),
            0x2000 => new FrameCode(new FrameRule(24, -16, false), 0x2000, CodeTraits.Managed),
            0x3000 => new FrameCode(new FrameRule(16, -16, true), 0x3000, CodeTraits.Managed),
            0x4000 => new FrameCode(default, 0x4000, CodeTraits.Managed | CodeTraits.NoRule),
            0x5000 => new FrameCode(default, 0, CodeTraits.NotAfterCall),
            _ => default,
        };

        public FrameCode FindBody(ulong methodStart) => Find(methodStart, isReturnAddress: false);
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Pprof.Runtime;
using Pprof.Sampling;
using Pprof.Symbolization.Naming;
using Pprof.Unwinding;
using Xunit;

namespace Pprof.Tests.Unwinding;

/// <summary>What threw lies dead on the stack below a catch block that runs; nobody keeps it walkable.</summary>
public sealed class DeadFramesTests
{
    private const int Room = 4096;
    private static ulong s_inner;
    private static ulong s_outer;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Catch_block_leads_to_its_methods_caller_also_when_the_thrower_is_unreadable(bool isDamaged)
    {
        ActivationSignalRequired();
        (string[] names, long blocksLeft) = Catch(isDamaged);

        Assert.Equal([nameof(Catch), nameof(Catch_block_leads_to_its_methods_caller_also_when_the_thrower_is_unreadable)], names.SkipWhile(name => name != nameof(Catch)).Take(2));
        Assert.DoesNotContain("[unwalkable]", names);
        Assert.Equal(isDamaged ? 1 : 0, blocksLeft);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (string[] Names, long BlocksLeft) Catch(bool isDamaged)
    {
        try
        {
            ThrowBelow();
            return ([], 0);
        }
        catch (InvalidOperationException)
        {
            return Walk(isDamaged);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static unsafe void ThrowBelow()
    {
        byte* room = stackalloc byte[Room];
        s_outer = (ulong)room;
        Throw();
        GC.KeepAlive((nint)room);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static unsafe void Throw()
    {
        byte* room = stackalloc byte[Room];
        s_inner = (ulong)room;
        throw new InvalidOperationException();
    }

    // The return address of the one lies between the rooms of both.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (string[] Names, long BlocksLeft) Walk(bool isDamaged)
    {
        int id = StackCapture.CurrentThreadId;
        using StackCapture capture = new(id, ThreadList.TryCreate(ContractDescriptor.TryLoad(out _)!, out _)!.FindFrameChainAddress(id));
        Assert.True(capture.TryCapture(out RawStack stack));
        byte[] bytes = stack.Bytes.ToArray();
        if (isDamaged)
        {
            bytes.AsSpan((int)(s_inner - stack.Address), (int)(s_outer - s_inner)).Fill(0x55);
        }

        StackUnwinder unwinder = StackUnwinder.Create();
        CodeAddress[] frames = new CodeAddress[StackUnwinder.MaxFrames];
        int count = unwinder.Unwind(new RawStack(stack.Registers, stack.Address, bytes, stack.FrameChain), frames, out _);
        return ([.. frames.Take(count).Select(Name)], unwinder.Statistics.BlocksLeft);
    }

    private static string Name(CodeAddress frame) => frame.Kind switch
    {
        CodeKind.Managed => MethodLookup.FromNativeIp(frame.Value)?.Name ?? "",
        CodeKind.Marker => "[unwalkable]",
        _ => "",
    };

    private static void ActivationSignalRequired() =>
        Assert.SkipUnless(ActivationSignal.NotSupportedReason is null, ActivationSignal.NotSupportedReason ?? "");
}

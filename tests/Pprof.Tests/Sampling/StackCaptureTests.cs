using System.Runtime.InteropServices;
using Pprof.Sampling;
using Pprof.TestSupport;
using Xunit;

namespace Pprof.Tests.Sampling;

public sealed class StackCaptureTests
{
    [Fact]
    public unsafe void Capture_of_the_own_thread_holds_its_stack_from_the_stack_pointer_up()
    {
        using StackCapture capture = new(StackCapture.CurrentThreadId);
        ulong marker = 0x5EED_0000_C0FF_EE00;
        Assert.True(capture.TryCapture(out RawStack stack));
        Assert.Equal(stack.Registers.Rsp & ~7UL, stack.Address);
        ulong offset = (ulong)&marker - stack.Address;
        Assert.InRange(offset, 1UL, (ulong)stack.Bytes.Length - 8);
        Assert.Equal(marker, MemoryMarshal.Read<ulong>(stack.Bytes[(int)offset..]));
    }

    [Fact]
    public void Capture_of_the_own_thread_reaches_to_the_top_of_its_stack()
    {
        RunOnNewThread(() =>
        {
            using StackCapture capture = new(StackCapture.CurrentThreadId);
            Assert.True(capture.TryCapture(out RawStack stack));
            Assert.True(stack.Bytes.Length > 4096, $"Only {stack.Bytes.Length} bytes: the top of the stack was not found.");
        });
    }

    [Fact]
    public void Capture_of_another_thread_holds_registers_and_stack_of_that_thread()
    {
        using Sleeper sleeper = new();
        using StackCapture capture = new(sleeper.ThreadId);
        Assert.True(capture.TryCapture(TimeSpan.FromSeconds(30), out RawStack stack));
        Assert.InRange(sleeper.StackAddress, stack.Address, stack.Address + (ulong)stack.Bytes.Length);
    }

    [Fact]
    public void Capture_can_be_repeated_any_number_of_times_without_allocating()
    {
        using StackCapture capture = new(StackCapture.CurrentThreadId);
        Assert.True(capture.TryCapture(out _));
        int missed = 0;
        long allocated = Allocation.LeastOf(() =>
        {
            for (int i = 0; i < 10_000; i++)
            {
                missed += capture.TryCapture(out _) ? 0 : 1;
            }
        });

        Assert.Equal(0, allocated);
        Assert.Equal(0, missed);
    }

    [Fact]
    public void Deep_stack_is_copied_up_to_the_limit() => RunOnNewThread(() =>
    {
        Assert.Equal((int)SignalHandler.StackLimit, CaptureBelow(200));
    });

    [Fact]
    public unsafe void Frame_chain_word_is_read_when_the_signal_arrives()
    {
        ulong word = 1;
        using StackCapture capture = new(StackCapture.CurrentThreadId, (ulong)&word);
        Volatile.Write(ref word, 42);
        Assert.True(capture.TryCapture(out RawStack stack));
        Assert.Equal(42UL, stack.FrameChain);
    }

    [Fact]
    public void Capture_of_a_thread_that_ended_is_refused()
    {
        int threadId = 0;
        RunOnNewThread(() => threadId = StackCapture.CurrentThreadId);
        using StackCapture capture = new(threadId);
        bool taken = true;
        Patience.Until("it has ended", () => !Directory.Exists($"/proc/self/task/{threadId}"));
        taken = capture.TryCapture(out _);
        Assert.False(taken);
    }

    private static unsafe int CaptureBelow(int frames)
    {
        byte* room = stackalloc byte[1024];
        room[0] = (byte)frames;
        if (frames > 0)
        {
            return CaptureBelow(frames - 1) + (room[0] == frames ? 0 : 1);
        }

        using StackCapture capture = new(StackCapture.CurrentThreadId);
        return capture.TryCapture(out RawStack stack) ? stack.Bytes.Length : -1;
    }

    private static void RunOnNewThread(Action action)
    {
        Exception? failure = null;
        Thread thread = new(() =>
        {
            try
            {
                action();
            }
            catch (Exception caught)
            {
                failure = caught;
            }
        });
        thread.Start();
        thread.Join();
        Assert.Null(failure);
    }
}

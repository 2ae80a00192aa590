using Pprof.Interop;
using Pprof.Labels;
using Pprof.Sampling;
using Xunit;

namespace Pprof.Tests.Sampling;

/// <summary>The installed handler, called by the kernel, on blocks of the tests' own.</summary>
public sealed unsafe class SignalHandlerTests : IDisposable
{
    private static readonly SharedWords* s_words = (SharedWords*)AnonymousMemory.Map(4096);

    private readonly SampleBlock* _block;

    public SignalHandlerTests()
    {
        ActivationSignal.Install();
        _block = BlockPool.TryTake(s_words);
    }

    public void Dispose() => BlockPool.Return(_block);

    [Fact]
    public void Signal_of_an_open_block_is_recorded_with_its_overrun()
    {
        LabelCell cell = new() { Generation = 3, Serial = 7_000_000_000 };
        _block->Labels.Set(&cell);
        Raise(SignalValue.Of(_block), overrun: 2);
        BlockReader reader = new(_block);
        Assert.True(reader.TryTake(out RecordBuffer records));
        int count = 0;
        foreach (SampleRecord* record in records)
        {
            count++;
            Assert.Equal(3u, record->Weight);
            Assert.Equal(7_000_000_000, record->Labels);
        }

        reader.Release(0);
        Assert.Equal(1, count);
        Assert.Equal(0, _block->Writers);
    }

    [Fact]
    public void Cell_that_another_thread_has_taken_over_labels_nothing()
    {
        LabelCell cell = new() { Serial = 7 };
        _block->Labels.Set(&cell);
        cell.Generation++;
        Raise(SignalValue.Of(_block));

        Assert.Equal(0, ((SampleRecord*)_block->Buffers)->Labels);
    }

    [Fact]
    public void Late_signal_of_an_earlier_life_of_the_block_is_ignored()
    {
        ulong late = SignalValue.Of(_block);
        _block->Generation = (_block->Generation % 255) + 1;
        Raise(late);
        Assert.Equal(0, _block->Used[0]);
    }

    [Fact]
    public void Signal_of_a_closed_block_is_ignored()
    {
        ulong late = SignalValue.Of(_block);
        BlockPool.Close(_block);
        Raise(late);
        Assert.Equal(0, _block->Used[0]);
        Assert.Equal(0, _block->Writers);
    }

    [Theory]
    [InlineData(0UL)]
    [InlineData(1UL)]
    [InlineData(0x1234_5678_9ABCUL)]
    [InlineData(0xFFFF_FFFF_FFFF_FFFFUL)]
    public void Timer_signal_of_a_stranger_is_not_followed(ulong value)
    {
        Raise(value);
        Assert.Equal(0, _block->Used[0]);
    }

    [Fact]
    public void Signal_that_is_no_timers_is_passed_on_even_with_our_value()
    {
        Raise(SignalValue.Of(_block), code: -1);
        Assert.Equal(0, _block->Used[0]);
    }

    [Fact]
    public void Stack_of_unknown_bounds_is_copied_to_the_end_of_its_page_only()
    {
        Raise(SignalValue.Of(_block));
        SampleRecord* record = (SampleRecord*)_block->Buffers;
        Assert.Equal(0UL, (record->StackAddress + record->StackBytes) % 4096);
        Assert.InRange(record->StackBytes, 0u, 4095u);
    }

    [Fact]
    public void Stack_pointer_outside_the_known_stack_is_treated_as_unknown()
    {
        _block->StackLow = 4096;
        _block->StackHigh = 8192;
        Raise(SignalValue.Of(_block));
        Assert.InRange(((SampleRecord*)_block->Buffers)->StackBytes, 0u, 4095u);
    }

    [Fact]
    public void Sample_without_room_is_counted_as_lost_and_the_buffer_stays_readable()
    {
        int fits = 0;
        while (_block->Lost == 0)
        {
            Raise(SignalValue.Of(_block));
            fits++;
        }

        Raise(SignalValue.Of(_block), overrun: 4);
        BlockReader reader = new(_block);
        Assert.Equal(6, reader.TakeLost());
        Assert.Equal(0, reader.TakeLost());
        Assert.True(reader.TryTake(out RecordBuffer records));
        Assert.Equal(fits - 1, Count(records));
        reader.Release(0);
        Assert.Equal(1u, s_words->Pressure);
    }

    [Fact]
    public void Buffers_swap_so_that_nothing_is_read_twice()
    {
        BlockReader reader = new(_block);
        for (int round = 1; round < 5; round++)
        {
            for (int i = 0; i < round; i++)
            {
                Raise(SignalValue.Of(_block));
            }

            Assert.True(reader.TryTake(out RecordBuffer records));
            Assert.Equal(round, Count(records));
            reader.Release(0);
        }

        Assert.False(reader.TryTake(out _));
    }

    [Fact]
    public void Buffer_is_not_handed_over_while_a_handler_is_in_it()
    {
        Raise(SignalValue.Of(_block));
        BlockReader reader = new(_block);
        _block->Writers++;
        Assert.False(reader.TryTake(out _));
        Raise(SignalValue.Of(_block));
        Assert.False(reader.TryTake(out _));
        _block->Writers--;
        Assert.True(reader.TryTake(out RecordBuffer first));
        Assert.Equal(1, Count(first));
        reader.Release(0);
        Assert.True(reader.TryTake(out RecordBuffer second));
        Assert.Equal(1, Count(second));
        reader.Release(0);
    }

    [Fact]
    public void Disposition_keeps_the_runtimes_flags_and_mask()
    {
        Libc.SignalAction action;
        Assert.Equal(0, Libc.SigAction(ActivationSignal.Number, null, &action));
        Assert.NotEqual(ActivationSignal.RuntimeHandler, action.Handler);
        Assert.Equal(ActivationSignal.RuntimeFlags, action.Flags);
        Assert.Equal(ActivationSignal.RuntimeMask, action.Mask);
    }

    private static int Count(RecordBuffer records)
    {
        int count = 0;
        foreach (SampleRecord* _ in records)
        {
            count++;
        }

        return count;
    }

    private static void Raise(ulong value, int overrun = 0, int code = Libc.SI_TIMER)
    {
        Libc.SignalInfo info = new() { Signal = ActivationSignal.Number, Code = code, Overrun = overrun, Value = value };
        Assert.Equal(0, Libc.QueueSignal(Environment.ProcessId, Libc.GetThreadId(), ActivationSignal.Number, &info));
    }
}

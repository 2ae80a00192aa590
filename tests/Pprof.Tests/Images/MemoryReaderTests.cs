using Pprof.Images;
using Xunit;

namespace Pprof.Tests.Images;

/// <summary>What every way of reading foreign memory must do.</summary>
public abstract class MemoryReaderTests
{
    private protected abstract IMemoryReader Reader { get; }

    [Fact]
    public void Reader_works_in_this_process() => Assert.True(SafeMemory.Works(Reader));

    [Theory]
    [InlineData(1)]
    [InlineData(4096)]
    [InlineData(4097)]
    [InlineData(100_000)]
    public unsafe void Mapped_memory_is_copied(int size)
    {
        byte[] source = new byte[size];
        new Random(size).NextBytes(source);
        byte[] copy = new byte[size];

        fixed (byte* address = source)
        {
            Assert.True(Reader.TryRead((ulong)address, copy));
        }

        Assert.Equal(source, copy);
    }

    [Theory]
    [InlineData(0x10UL)]
    [InlineData(0x0000_7fff_ffff_f000UL)]
    [InlineData(0x1234_5678_9abc_def0UL)]
    [InlineData(0xffff_ffff_ffff_fff8UL)]
    public void Address_that_is_not_mapped_answers_false(ulong address) => Assert.False(Reader.TryRead(address, new byte[8]));

    [Fact]
    public void Read_that_runs_over_the_end_of_the_mapping_answers_false_and_the_next_one_works()
    {
        MappedRegion last = LastBeforeGap();

        Assert.False(Reader.TryRead(last.End - 8, new byte[16]));
        Assert.True(Reader.TryRead(last.End - 8, new byte[8]));
        Assert.True(SafeMemory.Works(Reader));
    }

    // The highest user region is [stack] or [vdso]: it stays where it is while tests side by side map and unmap.
    private static MappedRegion LastBeforeGap() => MemoryMap.Read().Regions.Last(region => region.End < 1UL << 47);
}

public sealed class ProcessVmReaderTests : MemoryReaderTests
{
    private protected override IMemoryReader Reader { get; } = new ProcessVmReader();
}

public sealed class PipeReaderTests : MemoryReaderTests, IDisposable
{
    private readonly PipeReader _reader = new();

    private protected override IMemoryReader Reader => _reader;

    public void Dispose() => _reader.Dispose();

    [Fact]
    public void Closed_reader_answers_false()
    {
        _reader.Dispose();

        Assert.False(SafeMemory.Works(_reader));
    }
}

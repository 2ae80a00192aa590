using Pprof.EventPipe;
using Xunit;

namespace Pprof.Tests.EventPipe;

public sealed class ChunkPipeTests
{
    [Fact]
    public void Bytes_come_out_in_order_whatever_the_sizes()
    {
        ChunkPipe pipe = new(1 << 20);
        byte[] bytes = new byte[200_000];
        new Random(1).NextBytes(bytes);
        pipe.Write(bytes.AsSpan(0, 150_000));
        pipe.Write(bytes.AsSpan(150_000));
        pipe.Complete();
        using ChunkPipeStream stream = new(pipe);
        using MemoryStream copy = new();
        stream.CopyTo(copy, 777);

        Assert.Equal(bytes, copy.ToArray());
        Assert.False(pipe.HasOverflowed);
    }

    [Fact]
    public void What_does_not_fit_while_nobody_reads_is_dropped_with_all_that_follows()
    {
        ChunkPipe pipe = new(100, patience: TimeSpan.FromMilliseconds(1));
        pipe.Write(new byte[90]);
        pipe.Write(new byte[20]);
        pipe.Write(new byte[5]);
        byte[] buffer = new byte[1000];

        Assert.Equal(90, pipe.Read(buffer));
        Assert.Equal(0, pipe.Read(buffer));
        Assert.True(pipe.HasOverflowed);
    }

    [Fact]
    public void Room_is_given_back_as_bytes_are_read()
    {
        ChunkPipe pipe = new(100);
        byte[] buffer = new byte[60];
        for (int i = 0; i < 50; i++)
        {
            pipe.Write(new byte[60]);
            Assert.Equal(60, pipe.Read(buffer));
        }

        Assert.False(pipe.HasOverflowed);
    }

    [Fact]
    public async Task Writer_waits_for_a_reader_that_goes_on()
    {
        ChunkPipe pipe = new(100, patience: TimeSpan.FromMinutes(1));
        byte[] bytes = new byte[6000];
        new Random(2).NextBytes(bytes);
        Task writing = Task.Run(() =>
        {
            foreach (byte[] piece in bytes.Chunk(60))
            {
                pipe.Write(piece);
            }

            pipe.Complete();
        }, TestContext.Current.CancellationToken);
        using ChunkPipeStream stream = new(pipe);
        using MemoryStream copy = new();
        stream.CopyTo(copy, 7);
        await writing;

        Assert.Equal(bytes, copy.ToArray());
        Assert.False(pipe.HasOverflowed);
    }

    [Fact]
    public void More_than_there_will_ever_be_room_for_is_dropped_at_once()
    {
        ChunkPipe pipe = new(100, patience: Timeout.InfiniteTimeSpan);
        pipe.Write(new byte[101]);

        Assert.True(pipe.HasOverflowed);
    }

    [Fact]
    public async Task Reader_waits_for_the_writer()
    {
        ChunkPipe pipe = new(100);
        Task<int> reading = Task.Run(() => pipe.Read(new byte[10]));
        pipe.Write([1, 2, 3]);

        Assert.Equal(3, await reading);
        reading = Task.Run(() => pipe.Read(new byte[10]));
        pipe.Complete();
        Assert.Equal(0, await reading);
    }
}

using Pprof.EventPipe.Nettrace;
using Xunit;

namespace Pprof.Tests.EventPipe;

public sealed class SequenceGapsTests
{
    [Theory]
    [InlineData("1 2 3", 0)]
    [InlineData("1 2 5 6", 2)]
    [InlineData("4", 3)]
    [InlineData("1 2 p5", 3)]
    [InlineData("1 2 p2 3", 0)]
    [InlineData("9 1 2", 8)]
    [InlineData("1 2 3 4 2 3", 1)]
    [InlineData("1 2 3 p2 4", 0)]
    [InlineData("2147483647 4294967295 0 1", 4294967293)]
    public void Numbers_left_out_are_losses(string numbers, long lost)
    {
        SequenceGaps gaps = new();
        foreach (string number in numbers.Split(' '))
        {
            if (number[0] == 'p')
            {
                gaps.OnSequencePoint(1, uint.Parse(number[1..]));
            }
            else
            {
                gaps.OnEvent(1, uint.Parse(number));
            }
        }

        Assert.Equal(lost, gaps.Lost);
    }

    // Whoever puts two events of a thread together asks whether others between them are missing.
    [Theory]
    [InlineData("1 2 3", "0 0 0")]
    [InlineData("1 3 4 7", "0 1 1 2")]
    [InlineData("1 2 1 2", "0 0 1 1")]
    [InlineData("5 6", "1 1")]
    public void Jumps_of_a_threads_numbers_are_told_with_its_events(string numbers, string breaks)
    {
        SequenceGaps gaps = new();

        Assert.Equal(breaks, string.Join(' ', numbers.Split(' ').Select(number => gaps.OnEvent(7, uint.Parse(number)))));
    }

    [Fact]
    public void Thread_id_that_a_sequence_point_lists_twice_tells_nothing()
    {
        SequenceGaps gaps = new();
        gaps.OnEvent(1, 1);
        gaps.Announce(1);
        gaps.Announce(1);
        gaps.OnSequencePoint(1, 1);
        gaps.OnSequencePoint(1, 40);
        gaps.EndSequencePoint();
        gaps.OnEvent(1, 2);

        Assert.Equal(0, gaps.Lost);
    }

    [Fact]
    public void Threads_without_end_take_bounded_memory_and_are_no_losses()
    {
        SequenceGaps gaps = new(mostThreads: 10);
        for (uint round = 1; round <= 3; round++)
        {
            for (ulong thread = 0; thread < 25; thread++)
            {
                gaps.OnEvent(thread, round);
            }
        }

        Assert.Equal(0, gaps.Lost);
    }

    [Fact]
    public void Threads_count_for_themselves()
    {
        SequenceGaps gaps = new();
        gaps.OnEvent(1, 1);
        gaps.OnEvent(2, 1);
        gaps.OnEvent(1, 2);
        gaps.OnEvent(2, 3);

        Assert.Equal(1, gaps.Lost);
    }

    // A wait may begin in one stream and end in the next: what each of them has dropped between, at its end too, must tell that they do not belong together.
    [Theory]
    [InlineData("1 2 p2 | 1 2", "0 0 0 0")]
    [InlineData("1 2 p5 | 1 2", "0 0 1 1")]
    [InlineData("1 3 p3 | 1 2", "0 1 1 1")]
    [InlineData("1 2 p2 | 2 3", "0 0 1 1")]
    [InlineData("1 2 p5 | | 1", "0 0 1")]
    [InlineData("1 p1 | 1 p4 | 1", "0 0 1")]
    public void Breaks_go_on_from_stream_to_stream(string streams, string breaks)
    {
        SequenceGaps gaps = new();
        List<int> told = [];
        foreach (string stream in streams.Split('|'))
        {
            SequenceGaps next = new();
            next.Follow(gaps);
            gaps = next;
            foreach (string number in stream.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                if (number[0] == 'p')
                {
                    gaps.OnSequencePoint(7, uint.Parse(number[1..]));
                }
                else
                {
                    told.Add(gaps.OnEvent(7, uint.Parse(number)));
                }
            }
        }

        Assert.Equal(breaks, string.Join(' ', told));
    }

    [Fact]
    public void Streams_that_follow_count_their_own_losses()
    {
        SequenceGaps gaps = new();
        gaps.OnEvent(1, 4);
        SequenceGaps next = new();
        next.Follow(gaps);
        next.OnEvent(1, 3);

        Assert.Equal(3, gaps.Lost);
        Assert.Equal(2, next.Lost);
    }
}

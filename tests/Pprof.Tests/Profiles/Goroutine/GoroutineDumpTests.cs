using Pprof.Tests.Format;
using Xunit;

namespace Pprof.Tests.Profiles.Goroutine;

public sealed class GoroutineDumpTests
{
    private static Profile Goroutine => Profile.Lookup("goroutine")!;

    [Fact]
    public void Caller_comes_first_and_runs()
    {
        DumpBlock first = DumpReader.Read(Goroutine)[0];

        Assert.Equal((Environment.CurrentManagedThreadId, "running"), (first.Id, first.State));
        Assert.StartsWith("Pprof.Profile.WriteTo", first.Frames[0], StringComparison.Ordinal);
        Assert.Contains(first.Frames, frame => frame.Contains(nameof(Caller_comes_first_and_runs), StringComparison.Ordinal) && frame.Contains("GoroutineDumpTests.cs:line ", StringComparison.Ordinal));
    }

    [Fact]
    public void Block_of_a_thread_tells_ids_name_state_and_frames()
    {
        using ParkedThread parked = new("a \"quoted\" name");

        DumpBlock block = Assert.Single(DumpReader.Parse(Text().Replace("\\\"", "'", StringComparison.Ordinal)), block => block.Id == parked.ManagedId);

        Assert.Equal(parked.OsId, block.OsId);
        Assert.Equal("waiting in WaitHandle.WaitOne", block.State);
        Assert.Equal("a 'quoted' name"[..15], block.Name);
        Assert.Equal(parked.Trace, block.Frames.Select(frame => frame.Split(" in ")[0]).SkipWhile(name => name != parked.Trace[0]));
    }

    [Fact]
    public void Every_thread_has_one_block()
    {
        using ParkedThread one = new();
        using ParkedThread two = new();

        IReadOnlyList<DumpBlock> blocks = DumpReader.Read(Goroutine);

        Assert.Equal(blocks.Count, blocks.Select(block => block.OsId).Distinct().Count());
        Assert.Equal(2, blocks.Count(block => block.Id == one.ManagedId || block.Id == two.ManagedId));
    }

    [Fact]
    public void Stream_that_fails_at_any_byte_is_what_the_caller_is_told()
    {
        int length = Text().Length;
        for (int capacity = 0; capacity < length / 2; capacity += Math.Max(1, length / 50))
        {
            FailingStream stream = new(capacity);
            Assert.Same(stream.Failure, Assert.Throws<IOException>(() => Goroutine.WriteTo(stream, 2)));
            Assert.False(stream.WasUsedAfterFailure || stream.WasClosed);
        }
    }

    private static string Text()
    {
        MemoryStream stream = new();
        Goroutine.WriteTo(stream, 2);
        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }
}

using System.Globalization;
using Pprof.EventPipe.Nettrace;
using Pprof.Profiles.Waits;
using Pprof.Unwinding;
using Xunit;

namespace Pprof.Tests.Profiles.Waits;

public sealed class OpenWaitsTests
{
    private const ulong Calls = 128;

    // Thread, what (C contention, W wait; lower case: its end), time, and after a dot the thread's breaks and after a second one the run of streams.
    [Theory]
    [InlineData("1C10 1c50", "C40", 0)]
    [InlineData("1W10 2W20 1w30 2w90", "W20 W70", 0)]
    [InlineData("1W10 1C20 1c30 1w90", "W80", 0)]
    [InlineData("1c30 1W40 1w50", "W10", 1)]
    [InlineData("1w30", "", 1)]
    [InlineData("1W10 1C20 1w50", "W40", 1)]
    [InlineData("1W10 1w50.1", "", 2)]
    [InlineData("1W10 1C20.1 1c50.1", "C30", 1)]
    [InlineData("1W10.3 1w50.3", "W40", 0)]
    [InlineData("1W10.3 1w50.3.1", "", 2)]
    public void Beginnings_and_ends_of_a_thread_are_put_together(string events, string expected, long unpaired)
    {
        OpenWaits open = new(AreInOneMethod);
        List<string> ended = [];
        Dictionary<char, int> depths = [];
        foreach (string one in events.Split(' '))
        {
            string[] parts = one[2..].Split('.');
            Continuity continuity = new(Number(parts, 2), Number(parts, 1));
            WaitMoment stacked = Event((ulong)(one[0] - '0'), ulong.Parse(parts[0], CultureInfo.InvariantCulture), continuity);
            WaitKind kind = char.ToUpperInvariant(one[1]) == 'C' ? WaitKind.Contention : WaitKind.Wait;
            if (char.IsUpper(one[1]))
            {
                depths[one[0]] = depths.GetValueOrDefault(one[0]) + 1;
                open.Begin(stacked, kind, Nested(depths[one[0]]));
            }
            else if (open.End(stacked, kind) is { } wait)
            {
                ended.Add($"{char.ToUpperInvariant(one[1])}{stacked.Time - wait.Start}");
            }
        }

        Assert.Equal(expected, string.Join(' ', ended));
        Assert.Equal(unpaired, open.TakeUnpaired());
        Assert.Equal(0, open.TakeUnpaired());
    }

    [Fact]
    public void Waits_that_are_open_at_the_end_are_told()
    {
        OpenWaits open = new(AreInOneMethod);
        open.Begin(Event(1, 1, default), WaitKind.Wait, Nested(1));
        open.Begin(Event(2, 1, default), WaitKind.Contention, Nested(1));

        Assert.Equal(2, open.Interrupt());
        Assert.Null(open.End(Event(1, 2, default), WaitKind.Wait));
    }

    [Fact]
    public void Beginnings_without_end_are_given_up_after_some()
    {
        OpenWaits open = new(AreInOneMethod);
        for (ulong i = 0; i < 1000; i++)
        {
            open.Begin(Event(1, i, default), WaitKind.Wait, Nested(1 + ((int)i % 40)));
        }

        Assert.InRange(open.TakeUnpaired() + open.Interrupt(), 1000, 1000);
    }

    [Fact]
    public void Nothing_is_kept_of_threads_that_do_not_wait()
    {
        OpenWaits open = new(AreInOneMethod, mostThreads: 10);
        open.Begin(Event(1, 5, default), WaitKind.Wait, Nested(1));
        CodeAddress[] stack = Nested(1);
        Pass(open, stack, 2, 1000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Pass(open, stack, 1000, 2000);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.Equal(1, open.Waiting);
        Assert.Equal(5ul, open.End(Event(1, 2000, default), WaitKind.Wait)?.Start);
        Assert.Equal(0, open.Waiting);

        static void Pass(OpenWaits open, CodeAddress[] stack, ulong first, ulong end)
        {
            for (ulong thread = first; thread < end; thread++)
            {
                open.Begin(Event(thread, 10, default), WaitKind.Wait, stack);
                if (open.End(Event(thread, 20, default), WaitKind.Wait) is null)
                {
                    throw new InvalidOperationException("not paired");
                }
            }
        }
    }

    [Fact]
    public void Waits_are_given_up_when_more_threads_wait_than_can_be_followed()
    {
        OpenWaits open = new(AreInOneMethod, mostThreads: 10);
        for (ulong thread = 0; thread < 15; thread++)
        {
            open.Begin(Event(thread, 5, default), WaitKind.Wait, Nested(1));
        }

        Assert.Equal(10, open.TakeUnpaired());
        Assert.Equal(5, open.Waiting);
        Assert.NotNull(open.End(Event(14, 9, default), WaitKind.Wait));
    }

    [Fact]
    public void Thread_of_a_new_wait_is_judged_by_what_is_known_since_it_began()
    {
        OpenWaits open = new(AreInOneMethod);
        open.Begin(Event(1, 5, new Continuity(0, Breaks: 0)), WaitKind.Wait, Nested(1));
        open.End(Event(1, 6, new Continuity(0, Breaks: 0)), WaitKind.Wait);
        open.Begin(Event(1, 7, new Continuity(0, Breaks: 3)), WaitKind.Wait, Nested(1));

        Assert.Equal(7ul, open.End(Event(1, 9, new Continuity(0, Breaks: 3)), WaitKind.Wait)?.Start);
        Assert.Equal(0, open.TakeUnpaired());
    }

    // An exception ends the first, of which no event tells. The frames: what raised the event, its callers. Numbers are methods, letters calls in them.
    [Theory]
    [InlineData("W 9a 20a 30a", "W 9a 20a 30a")]
    [InlineData("W 9a 20a 30a", "W 9a 20b 30a")]
    [InlineData("W 9a 20a 30a", "W 9a 7a 20b 30a")]
    [InlineData("W 9a 20a", "W 9a 7a 20a")]
    [InlineData("W 9a 20a", "C 7a 20a")]
    [InlineData("W 9a 20a 30a", "W 9a 5a 6a 20a 30a")]
    [InlineData("C 9a 20a 30a", "C 9a 20a 30a")]
    [InlineData("C 9a 20a 30a", "W 9a 20b 30a")]
    [InlineData("C 9a 20a 30a", "W 7a 20a 30a")]
    [InlineData("W 9a 20a 30a", "C 9a 20a 30a")]
    public void Wait_that_never_ends_is_given_up_when_the_thread_waits_elsewhere(string first, string second)
    {
        OpenWaits open = new(AreInOneMethod);
        Begin(open, first, 10);
        WaitKind kind = Begin(open, second, 50);

        Assert.Equal(50ul, open.End(Event(1, 60, default), kind)?.Start);
        Assert.Equal(1, open.TakeUnpaired());
    }

    [Theory]
    [InlineData("C 9a 20a 30a", "W 9a 20a 30a")]
    [InlineData("C 9a 20a 30a", "W 9b 20a 30a")]
    [InlineData("C 8a 20a 30a", "W 9a 8b 20a 30a")]
    [InlineData("W 9a 20a 30a", "W 9a 5a 9b 20a 30a")]
    public void Wait_within_one_that_goes_on_is_part_of_it(string outer, string inner)
    {
        OpenWaits open = new(AreInOneMethod);
        WaitKind kind = Begin(open, outer, 10);
        Assert.Null(open.End(Event(1, 60, default), Begin(open, inner, 50)));

        Assert.Equal(10ul, open.End(Event(1, 70, default), kind)?.Start);
        Assert.Equal(0, open.TakeUnpaired());
    }

    private static WaitKind Begin(OpenWaits open, string wait, ulong time)
    {
        WaitKind kind = wait[0] == 'C' ? WaitKind.Contention : WaitKind.Wait;
        open.Begin(Event(1, time, default), kind, [.. wait[2..].Split(' ').Select(frame => Call(int.Parse(frame[..^1], CultureInfo.InvariantCulture), frame[^1] - 'a'))]);
        return kind;
    }

    // Each within the one that is less deep by one: all wait in method 1000.
    private static CodeAddress[] Nested(int depth) =>
        [Call(1000, depth), .. Enumerable.Range(1, depth - 1).Reverse().SelectMany(i => (CodeAddress[])[Call(i, 0), Call(1000, i)]), Call(0, 0)];

    private static CodeAddress Call(int method, int call) => CodeAddress.Known((method * (int)Calls) + call);

    private static bool AreInOneMethod(CodeAddress one, CodeAddress other) => one.Value / Calls == other.Value / Calls;

    private static int Number(string[] parts, int index) => index < parts.Length ? int.Parse(parts[index], CultureInfo.InvariantCulture) : 0;

    private static WaitMoment Event(ulong thread, ulong time, Continuity continuity) => new(thread, time, continuity);
}

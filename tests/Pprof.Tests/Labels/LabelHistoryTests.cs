using System.Runtime.InteropServices;
using Pprof.Interop;
using Pprof.Labels;
using Xunit;

namespace Pprof.Tests.Labels;

/// <summary>A history of a test's own, with times of its own.</summary>
public sealed unsafe class LabelHistoryTests : IDisposable
{
    private const long Second = 1_000_000_000;
    private static readonly LabelSet s_a = Set("a"), s_b = Set("b"), s_c = Set("c");

    private readonly LabelHistory _history = new();
    private readonly LabelCell* _cell = (LabelCell*)NativeMemory.AllocZeroed((nuint)sizeof(LabelCell));

    public void Dispose() => NativeMemory.Free(_cell);

    [Fact]
    public void Labels_at_a_past_moment_are_those_in_force_then()
    {
        ThreadLabels thread = new(_cell);
        _history.Note(thread, LabelSet.Empty, s_a, 100);
        _history.Note(thread, s_a, s_b, 200);
        _history.Note(thread, s_b, LabelSet.Empty, 300);

        Assert.Equal(["", "a", "a", "b", "b", "", ""], Texts(thread.OsThreadId, 99, 100, 199, 200, 299, 300, 5 * Second));
    }

    [Fact]
    public void Labels_already_in_force_when_the_first_change_comes_are_known()
    {
        ThreadLabels thread = new(_cell);
        _history.Note(thread, s_a, s_b, 100);

        Assert.Equal(["a", "b"], Texts(thread.OsThreadId, 50, 150));
    }

    [Fact]
    public void Thread_that_never_had_labels_has_none() => Assert.Equal([""], Texts(Libc.GetThreadId(), 100));

    [Fact]
    public void Thread_that_has_ended_is_still_answered_for_and_its_id_is_not_for_ever()
    {
        int id = NoteOnThread(s_a, 100);

        Assert.Equal("a", Text(id, 150, now: 200));
        Assert.Equal("a", Text(id, 180, now: Second));
        Assert.Equal("", Text(id, Second + 1, now: 2 * Second));
        Assert.Equal("a", Text(id, 150, now: 2 * Second));
        Assert.Equal("", Text(id, 150, now: 60 * Second));
        Assert.Equal(0, _history.Count);
    }

    // Two that have the id of the test's thread, one after the other.
    [Fact]
    public void Threads_of_the_same_id_are_told_apart_by_time()
    {
        _history.Note(new ThreadLabels(_cell), LabelSet.Empty, s_a, 100);
        ThreadLabels next = new(_cell);
        _history.Note(next, LabelSet.Empty, s_b, 500);
        _history.Note(next, s_b, s_c, 600);

        Assert.Equal(["", "a", "a", "b", "c"], Texts(next.OsThreadId, 99, 100, 499, 500, 600));
    }

    [Fact]
    public void Thread_before_another_of_its_id_is_forgotten_after_a_while()
    {
        _history.Note(new ThreadLabels(_cell), LabelSet.Empty, s_a, 100);
        ThreadLabels next = new(_cell);
        _history.Note(next, LabelSet.Empty, s_b, 500);
        Assert.Equal("a", Text(next.OsThreadId, 200, now: Second));

        Assert.Equal("", Text(next.OsThreadId, 200, now: 60 * Second));
        Assert.Equal("b", Text(next.OsThreadId, 500, now: 60 * Second));
    }

    [Fact]
    public void Changes_of_the_last_two_seconds_are_kept_however_many_there_are()
    {
        const int Changes = ThreadPast.MostCapacity - 10;
        ThreadLabels thread = new(_cell);
        for (int i = 1; i <= Changes; i++)
        {
            _history.Note(thread, LabelSet.Empty, i % 2 == 0 ? s_a : s_b, i * 10);
        }

        Assert.All(Enumerable.Range(1, Changes), i => Assert.Equal(i % 2 == 0 ? "a" : "b", Text(thread.OsThreadId, (i * 10) + 5)));
    }

    [Fact]
    public void State_that_lasted_into_the_last_two_seconds_is_kept_also_when_it_began_long_ago()
    {
        ThreadLabels thread = new(_cell);
        _history.Note(thread, LabelSet.Empty, s_c, 1);
        for (int i = 0; i < 100; i++)
        {
            _history.Note(thread, s_c, i % 2 == 0 ? s_a : s_b, (100 * Second) + i);
        }

        Assert.Equal("c", Text(thread.OsThreadId, (100 * Second) - 1, now: 101 * Second));
    }

    [Fact]
    public void Slow_changes_need_no_more_room_than_the_first()
    {
        ThreadLabels thread = new(_cell);
        for (int i = 1; i <= 1000; i++)
        {
            _history.Note(thread, LabelSet.Empty, i % 2 == 0 ? s_a : s_b, i * Second);
        }

        Assert.Equal(0, _history.Changes);
        Assert.Equal("a", Text(thread.OsThreadId, 1000 * Second, now: 1000 * Second));
    }

    [Fact]
    public void Changes_beyond_the_bound_push_out_the_oldest_and_that_is_counted()
    {
        ThreadLabels thread = new(_cell);
        for (int i = 1; i <= 2 * ThreadPast.MostCapacity; i++)
        {
            _history.Note(thread, LabelSet.Empty, i % 2 == 0 ? s_a : s_b, i);
        }

        long before = LabelHistory.Forgotten;
        Assert.Equal("", Text(thread.OsThreadId, 1000));
        Assert.True(LabelHistory.Forgotten > before);
        Assert.Equal("a", Text(thread.OsThreadId, 2 * ThreadPast.MostCapacity));
        Assert.InRange(_history.Changes, 1, ThreadPast.MostCapacity);
    }

    [Fact]
    public void Threads_that_come_and_go_do_not_add_up_though_nobody_asks()
    {
        for (int i = 0; i < 300; i++)
        {
            NoteOnThread(s_a, i * Second);
        }

        Assert.InRange(_history.Count, 1, 128);
    }

    private int NoteOnThread(LabelSet labels, long time)
    {
        int id = 0;
        Thread thread = new(() =>
        {
            ThreadLabels own = new(_cell);
            id = own.OsThreadId;
            _history.Note(own, LabelSet.Empty, labels, time);
        });
        thread.UnsafeStart();
        thread.Join();
        return id;
    }

    private string[] Texts(int id, params long[] times) => [.. times.Select(time => Text(id, time))];

    private string Text(int id, long time, long now = 5 * Second) => _history.Find(id, time, now).GetValueOrDefault("n", "");

    private static LabelSet Set(string value) => LabelSet.Empty.With(new KeyValuePair<string, string>("n", value));
}

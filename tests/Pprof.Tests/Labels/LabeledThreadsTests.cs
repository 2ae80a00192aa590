using System.Runtime.InteropServices;
using Pprof.Interop;
using Pprof.Labels;
using Xunit;

namespace Pprof.Tests.Labels;

public sealed unsafe class LabeledThreadsTests : IDisposable
{
    private readonly LabeledThreads _threads = new();
    private readonly LabelPointer* _pointer = (LabelPointer*)NativeMemory.AllocZeroed((nuint)sizeof(LabelPointer));

    public void Dispose() => NativeMemory.Free(_pointer);

    [Fact]
    public void Pointer_is_led_to_a_cell_made_later()
    {
        _threads.Watch(Libc.GetThreadId(), _pointer);
        Assert.True(_pointer->Cell == null);

        ThreadLabels thread = Add();

        Assert.True(_pointer->Cell == thread.Cell);
    }

    [Fact]
    public void Pointer_is_led_to_a_cell_made_before()
    {
        ThreadLabels thread = Add();
        _threads.Watch(Libc.GetThreadId(), _pointer);

        Assert.True(_pointer->Cell == thread.Cell);
        Assert.Equal(thread.Cell->Generation, _pointer->Generation);
    }

    [Fact]
    public void Pointer_no_longer_watched_is_left_alone()
    {
        _threads.Watch(Libc.GetThreadId(), _pointer);
        _threads.Unwatch(Libc.GetThreadId(), _pointer);
        Add();

        Assert.True(_pointer->Cell == null);
    }

    [Fact]
    public void Pointer_of_the_next_thread_of_an_id_stays_when_the_one_before_it_is_given_up()
    {
        LabelPointer before = default;
        _threads.Watch(Libc.GetThreadId(), &before);
        _threads.Watch(Libc.GetThreadId(), _pointer);
        _threads.Unwatch(Libc.GetThreadId(), &before);
        Add();

        Assert.True(_pointer->Cell != null);
    }

    [Fact]
    public void Cell_of_a_thread_that_ended_is_not_found_though_nothing_has_swept_it_yet()
    {
        int threadId = AddOnThread();
        _threads.Watch(threadId, _pointer);

        Assert.Equal(1, _threads.Count);
        Assert.Null(_threads.Find(threadId));
        Assert.True(_pointer->Cell == null);
    }

    [Fact]
    public void Threads_that_come_and_go_do_not_add_up()
    {
        for (int i = 0; i < 300; i++)
        {
            AddOnThread();
        }

        Assert.InRange(_threads.Count, 1, 128);
    }

    [Fact]
    public void Cell_given_back_is_empty_and_no_longer_what_pointers_to_it_mean()
    {
        LabelCellPool pool = new();
        LabelCell* cell = pool.Take();
        cell->Serial = 7;
        _pointer->Set(cell);
        pool.Return(cell);

        Assert.Equal(0, cell->Serial);
        Assert.NotEqual(cell->Generation, _pointer->Generation);
        Assert.True(pool.Take() == cell);
    }

    private ThreadLabels Add() => _threads.Add(cell => new ThreadLabels((LabelCell*)cell));

    private int AddOnThread()
    {
        int threadId = 0;
        Thread thread = new(() => threadId = Add().OsThreadId);
        thread.UnsafeStart();
        thread.Join();
        return threadId;
    }
}

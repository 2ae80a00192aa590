using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Pprof.EndToEnd.Tests.Viewer;
using Xunit;

namespace Pprof.EndToEnd.Tests.Waits;

/// <summary>
/// One way to block, by name: a method of that name waits, and <see cref="Release"/> lets as many threads go as have been said to wait. The methods bear
/// the names by which the tests find their frames.
/// </summary>
internal sealed class Waiting : IDisposable
{
    private readonly object _monitor = new();
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _semaphore = new(0);
    private readonly ManualResetEventSlim _slimEvent = new();
    private readonly AutoResetEvent _autoEvent = new(false);
    private readonly TaskCompletionSource _source = new();
    private readonly BlockingCollection<int> _collection = [];
    private readonly ReaderWriterLockSlim _readerWriter = new();
    private readonly Barrier _barrier;
    private readonly CountdownEvent _countdown = new(1);
    private readonly Thread _other;
    private readonly ManualResetEvent _othersEnd = new(false);
    private readonly string _name;
    private readonly int _waiters;
    private readonly bool _isHolder;

    public Waiting(string name, int waiters)
    {
        (_name, _waiters) = (name, waiters);
        _barrier = new Barrier(waiters + 1);
        _other = new Thread(() => _othersEnd.WaitOne());
        _other.Start();
        _isHolder = true;
        Hold();
    }

    public static TheoryData<string> Names => new(
        nameof(InLock), nameof(InLockObject), nameof(InMonitorEnter), nameof(InSemaphoreSlim), nameof(InManualResetEventSlim), nameof(InAutoResetEvent), nameof(InTaskWait),
        nameof(InMonitorWait), nameof(InBlockingCollection), nameof(InReaderWriterLockSlim), nameof(InBarrier), nameof(InCountdownEvent), nameof(InThreadJoin));

    /// <summary>Of the call that waits, once a thread has come there.</summary>
    public int Line { get; private set; }

    public void Wait()
    {
        Action wait = _name switch
        {
            nameof(InLock) => InLock,
            nameof(InLockObject) => InLockObject,
            nameof(InMonitorEnter) => InMonitorEnter,
            nameof(InSemaphoreSlim) => InSemaphoreSlim,
            nameof(InManualResetEventSlim) => InManualResetEventSlim,
            nameof(InAutoResetEvent) => InAutoResetEvent,
            nameof(InTaskWait) => InTaskWait,
            nameof(InMonitorWait) => InMonitorWait,
            nameof(InBlockingCollection) => InBlockingCollection,
            nameof(InReaderWriterLockSlim) => InReaderWriterLockSlim,
            nameof(InBarrier) => InBarrier,
            nameof(InCountdownEvent) => InCountdownEvent,
            _ => InThreadJoin,
        };
        wait();
    }

    private void Hold()
    {
        switch (_name)
        {
            case nameof(InLock) or nameof(InMonitorEnter):
                Monitor.Enter(_monitor);
                break;
            case nameof(InLockObject):
                _lock.Enter();
                break;
            case nameof(InReaderWriterLockSlim):
                _readerWriter.EnterWriteLock();
                break;
        }
    }

    /// <summary>On the thread that made this.</summary>
    public void Release()
    {
        switch (_name)
        {
            case nameof(InLock) or nameof(InMonitorEnter):
                Monitor.Exit(_monitor);
                break;
            case nameof(InLockObject):
                _lock.Exit();
                break;
            case nameof(InReaderWriterLockSlim):
                _readerWriter.ExitWriteLock();
                break;
            case nameof(InSemaphoreSlim):
                _semaphore.Release(_waiters);
                break;
            case nameof(InManualResetEventSlim):
                _slimEvent.Set();
                break;
            case nameof(InTaskWait):
                _source.SetResult();
                break;
            case nameof(InMonitorWait):
                lock (_monitor)
                {
                    Monitor.PulseAll(_monitor);
                }

                break;
            case nameof(InBlockingCollection):
                Enumerable.Range(0, _waiters).ToList().ForEach(_collection.Add);
                break;
            case nameof(InBarrier):
                _barrier.RemoveParticipant();
                break;
            case nameof(InCountdownEvent):
                _countdown.Signal();
                break;
            case nameof(InThreadJoin):
                _othersEnd.Set();
                break;
        }
    }

    /// <summary>Until all have gone: an event that is set twice before a thread takes it lets one go.</summary>
    public void ReleaseAgain()
    {
        if (_name == nameof(InAutoResetEvent))
        {
            _autoEvent.Set();
        }
    }

    public void Dispose()
    {
        _othersEnd.Set();
        _other.Join();
        Assert.True(_isHolder);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void InLock()
    {
        Line = SourceLine.Here() + 1;
        lock (_monitor)
        {
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void InLockObject()
    {
        // The compiler writes no line for the beginning of a lock statement on a Lock: that of the statement before it goes on. The runtime's own stack traces show the same.
        Line = SourceLine.Here();
        lock (_lock)
        {
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void InMonitorEnter()
    {
        Line = SourceLine.Here() + 1;
        Monitor.Enter(_monitor);
        Monitor.Exit(_monitor);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void InSemaphoreSlim()
    {
        Line = SourceLine.Here() + 1;
        _semaphore.Wait();
        GC.KeepAlive(this);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void InManualResetEventSlim()
    {
        Line = SourceLine.Here() + 1;
        _slimEvent.Wait();
        GC.KeepAlive(this);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void InAutoResetEvent()
    {
        Line = SourceLine.Here() + 1;
        _autoEvent.WaitOne();
        GC.KeepAlive(this);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void InTaskWait()
    {
        Line = SourceLine.Here() + 1;
        _source.Task.Wait();
        GC.KeepAlive(this);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void InMonitorWait()
    {
        lock (_monitor)
        {
            Line = SourceLine.Here() + 1;
            Monitor.Wait(_monitor);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void InBlockingCollection()
    {
        Line = SourceLine.Here() + 1;
        _collection.Take();
        GC.KeepAlive(this);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void InReaderWriterLockSlim()
    {
        Line = SourceLine.Here() + 1;
        _readerWriter.EnterReadLock();
        _readerWriter.ExitReadLock();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void InBarrier()
    {
        Line = SourceLine.Here() + 1;
        _barrier.SignalAndWait();
        GC.KeepAlive(this);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void InCountdownEvent()
    {
        Line = SourceLine.Here() + 1;
        _countdown.Wait();
        GC.KeepAlive(this);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void InThreadJoin()
    {
        Line = SourceLine.Here() + 1;
        _other.Join();
        GC.KeepAlive(this);
    }
}

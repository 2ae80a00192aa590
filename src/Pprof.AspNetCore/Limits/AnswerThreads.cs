using Pprof.Threads;

namespace Pprof.AspNetCore.Limits;

/// <summary>
/// Makes answers on a few threads of its own, one after the other. On the pool, sixteen pages at once took every thread and every processor from the program's own
/// requests, which then waited for seconds. A thread begins with the work and ends when there has been none for a while. Any thread asks; nobody is blocked.
/// </summary>
/// <remarks>They have the priority of all others: a thread that gets no processor would hold up the garbage collector, which waits for every thread.</remarks>
/// <param name="most">Answers that are made at the same time.</param>
internal sealed class AnswerThreads(int most)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);
    private readonly object _gate = new();
    private readonly Queue<Action> _jobs = [];
    private int _threads;
    private int _idle;

    /// <summary>Waits for its turn, which is not counted as work.</summary>
    /// <param name="work">Whose time is counted; null when it is not.</param>
    /// <param name="make">What to do, on one of the threads.</param>
    /// <param name="cancellationToken">Nobody waits for it any more, so that it is not begun.</param>
    public async Task<T> RunAsync<T>(Work? work, Func<T> make, CancellationToken cancellationToken)
    {
        TaskCompletionSource<T> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using IDisposable? pause = work?.Pause();
        Add(() =>
        {
            pause?.Dispose();
            Make(answer, make, cancellationToken);
        });
        return await answer.Task;
    }

    private static void Make<T>(TaskCompletionSource<T> answer, Func<T> make, CancellationToken cancellationToken)
    {
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            answer.SetResult(make());
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            answer.SetCanceled(cancellationToken);
        }
        catch (Exception e)
        {
            // Whatever it is, it belongs to the request: an exception that leaves the thread would end the program.
            answer.SetException(e);
        }
    }

    private void Add(Action job)
    {
        lock (_gate)
        {
            if (_jobs.Count >= _idle && _threads < most)
            {
                new LibraryThread("pprof answer", Run).Start();
                _threads++;
            }

            _jobs.Enqueue(job);
            Monitor.Pulse(_gate);
        }
    }

    private void Run()
    {
        while (TakeNext() is { } job)
        {
            job();
        }
    }

    private Action? TakeNext()
    {
        lock (_gate)
        {
            if (_jobs.Count == 0)
            {
                _idle++;
                Monitor.Wait(_gate, s_patience);
                _idle--;
            }

            if (_jobs.TryDequeue(out Action? job))
            {
                return job;
            }

            _threads--;
            return null;
        }
    }
}

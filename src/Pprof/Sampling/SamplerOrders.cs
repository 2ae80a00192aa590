namespace Pprof.Sampling;

/// <summary>What others want done on the sampler's thread, between two samples. They wait for it. Any thread.</summary>
internal sealed class SamplerOrders
{
    private readonly Lock _gate = new();
    private readonly Queue<(Action Order, TaskCompletionSource<bool> Done)> _waiting = [];
    private bool _hasEnded;

    /// <summary>True when it has run, false when it never will.</summary>
    public Task<bool> Add(Action order)
    {
        lock (_gate)
        {
            TaskCompletionSource<bool> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_hasEnded)
            {
                done.SetResult(false);
            }
            else
            {
                _waiting.Enqueue((order, done));
            }

            return done.Task;
        }
    }

    /// <summary><c>pprof cpu sampler</c>. Throws what an order throws; whoever gave it hears that it did not
    /// run.</summary>
    /// <param name="before">Runs before each.</param>
    public void Run(Action before)
    {
        while (TryTake(out Action order, out TaskCompletionSource<bool> done))
        {
            bool hasRun = false;
            try
            {
                before();
                order();
                hasRun = true;
            }
            finally
            {
                done.SetResult(hasRun);
            }
        }
    }

    /// <summary><c>pprof cpu sampler</c>: none is run from here on.</summary>
    public void End()
    {
        lock (_gate)
        {
            _hasEnded = true;
        }

        while (TryTake(out _, out TaskCompletionSource<bool> done))
        {
            done.SetResult(false);
        }
    }

    private bool TryTake(out Action order, out TaskCompletionSource<bool> done)
    {
        lock (_gate)
        {
            bool hasOne = _waiting.TryDequeue(out (Action Order, TaskCompletionSource<bool> Done) next);
            (order, done) = next;
            return hasOne;
        }
    }
}

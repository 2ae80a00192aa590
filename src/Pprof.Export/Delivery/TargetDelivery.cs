using Pprof.Export.Collecting;

namespace Pprof.Export.Delivery;

/// <summary>
/// Brings profiles to one target, one after the other, in their order. A target that fails is asked again after 1, 2,
/// 4, … 60 seconds; meanwhile
/// the queue fills and drops. Each target has its own, so that one does not hold up another. No thread waits.
/// </summary>
internal sealed class TargetDelivery : IDisposable
{
    private static readonly TimeSpan s_firstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromMinutes(1);

    private readonly ITarget _target;
    private readonly PprofExportOptions _options;
    private readonly ExportCounts _counts;
    private readonly ExportLog _log;
    private readonly DeliveryQueue _queue;
    private readonly CancellationTokenSource _hurry = new();
    private readonly CancellationTokenSource _end = new();
    private readonly Task _running;

    public TargetDelivery(ITarget target, PprofExportOptions options, ExportCounts counts, ExportLog log)
    {
        (_target, _options, _counts, _log) = (target, options, counts, log);
        _queue = new DeliveryQueue(target.Name, options.MaxQueuedProfiles, options.MaxQueuedBytes, counts);
        _running = Task.Run(RunAsync);
    }

    public void Add(ExportedProfile profile) => _queue.Add(profile);

    /// <summary>
    /// Sends what is left, each once, without a pause before it is tried again. What has not arrived by
    /// <paramref name="deadline"/> is dropped.
    /// </summary>
    public async Task EndAsync(Task deadline)
    {
        await _hurry.CancelAsync().ConfigureAwait(false);
        _queue.Complete();
        await Task.WhenAny(_running, deadline).ConfigureAwait(false);
        await _end.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
    }

    public void Dispose()
    {
        _target.Dispose();
        _queue.Dispose();
        _hurry.Dispose();
        _end.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            while (await _queue.TakeAsync(_end.Token).ConfigureAwait(false) is { } profile)
            {
                await DeliverAsync(profile).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            _queue.Clear();
        }
    }

    private async Task DeliverAsync(ExportedProfile profile)
    {
        for (TimeSpan pause = s_firstPause; ; pause = pause * 2 < s_longestPause ? pause * 2 : s_longestPause)
        {
            (bool isDone, TimeSpan? after) = await TrySendAsync(profile).ConfigureAwait(false);
            if (isDone)
            {
                return;
            }

            if (_hurry.IsCancellationRequested)
            {
                _counts.AddDropped(_target.Name, 1);
                return;
            }

            _counts.AddRetried(_target.Name);
            await PauseAsync(after ?? pause * (0.8 + (0.4 * Random.Shared.NextDouble()))).ConfigureAwait(false);
        }
    }

    private async Task<(bool IsDone, TimeSpan? After)> TrySendAsync(ExportedProfile profile)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
        limit.CancelAfter(_options.Timeout);
        try
        {
            await _target.SendAsync(profile, limit.Token).ConfigureAwait(false);
            _counts.AddSent(_target.Name, profile.File.Length);
            _log.Arrived(_target.Name);
            return (true, null);
        }
        catch (RejectedException refusal)
        {
            _counts.AddRejected(_target.Name);
            _log.Failed(_target.Name, refusal.Message);
            return (true, null);
        }
        catch (OperationCanceledException) when (_end.IsCancellationRequested)
        {
            _counts.AddDropped(_target.Name, 1);
            throw;
        }
        catch (Exception failure)
        {
            _log.Failed(_target.Name, Say(failure));
            return (false, (failure as BusyException)?.After);
        }
    }

    private string Say(Exception failure)
    {
        string text = failure is OperationCanceledException ? $"no answer within {_options.Timeout.TotalSeconds} s" : failure.Message;
        return text.EndsWith('.') ? text : $"{text}.";
    }

    private async Task PauseAsync(TimeSpan time)
    {
        try
        {
            TimeSpan bounded = time < s_longestPause ? time : s_longestPause;
            await Task.Delay(bounded, _options.Clock, _hurry.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The end: once more, now.
        }
    }
}

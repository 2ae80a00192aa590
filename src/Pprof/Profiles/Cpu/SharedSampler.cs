using System.Diagnostics;
using Pprof.Labels;
using Pprof.Profiles.Naming;
using Pprof.Runtime;
using Pprof.Sampling;

namespace Pprof.Profiles.Cpu;

/// <summary>
/// The one set of timers of the process, for any number of recordings: it runs at the highest of their rates, and each
/// keeps as many of the samples as
/// its own rate wants. Begins with the first recording and ends with the last.
/// </summary>
/// <remarks>
/// Recordings come and go between two samples: the sampler hands over all it has, then puts the change behind them into
/// the queue to the
/// walker. So a part of a recording ends exactly where the next begins. A change of the highest rate sets all timers
/// anew, which takes
/// a millisecond or two that belong to nobody.
/// </remarks>
internal sealed class SharedSampler : ISampleSink
{
    /// <summary>Recordings at once. Each costs the walker a look into a table for every frame.</summary>
    public const int MostRecordings = 64;

    // Held while recordings come and go, until what they wait for was done.
    private static readonly Lock s_gate = new();
    private static SharedSampler? s_current;

    // Of those that have ended. Held by nobody for longer than it takes to add up.
    private static readonly Lock s_totalGate = new();
    private static SharedSampler? s_counted;
    private static SamplerTotal s_ended;

    private readonly SampleQueue _queue = new();
    private readonly SampleLabels _labels = new();
    private readonly DrainTimes _drains = new();
    private readonly List<TimerRecording> _recordings = [];
    private readonly StackWalker _walker;
    private CpuSampler? _sampler;
    private volatile bool _isStopping;

    private SharedSampler() =>
        _walker = new StackWalker(_queue, ProfilingParts.OfCpu.Unwinder, new SampleWork(ProfilingParts.OfCpu.Work, ProfilingParts.OfCpu.Symbols));

    private bool HasFailed => _walker.Failure is not null || _sampler?.Failure is not null;

    private SamplerTotal Total => _sampler is { } sampler
        ? SamplerTotal.Of(sampler.Account, _walker.Nanoseconds)
        : default;

    private long LeastPeriod => _recordings.Min(one => one.Period);

    /// <summary>Adds a recording to those that are taken, or begins with it. Throws what <see cref="CpuSampler.Start"/>
    /// throws.</summary>
    public static SharedSampler Join(TimerRecording recording)
    {
        lock (s_gate)
        {
            EndFailed();
            if (s_current is null)
            {
                SharedSampler first = new();
                first.Start(recording);
                s_current = first;
            }
            else
            {
                s_current.Add(recording);
            }

            return s_current;
        }
    }

    /// <summary>What all samplers of the process together have used and missed, up to some recent moment. Any thread; waits for nobody.</summary>
    public static SamplerTotal ReadTotal()
    {
        lock (s_totalGate)
        {
            return s_counted is { } running ? s_ended.Plus(running.Total) : s_ended;
        }
    }

    /// <summary>Ends a recording; with the last one the sampling. Throws what ended it before.</summary>
    public RecordedPart Leave(TimerRecording recording)
    {
        lock (s_gate)
        {
            _recordings.Remove(recording);
            if (_recordings.Count == 0)
            {
                return Stop(recording);
            }

            RecordedPart part = Exchange(recording, null)!;
            _sampler!.Awaits = _recordings.Find(one => one.Awaits is not null)?.Awaits;
            return part;
        }
    }

    /// <summary>Ends a part of a recording and begins the next. Throws what ended the sampling before.</summary>
    public RecordedPart Cut(TimerRecording recording)
    {
        lock (s_gate)
        {
            return Exchange(recording, recording.NewPart())!;
        }
    }

    /// <summary>Sampler thread.</summary>
    public void OnSample(in RawStack stack, int threadId, long weight, long labels) =>
        _queue.Add(stack, threadId, weight, _labels.Find(labels, weight * _queue.Period));

    /// <summary>Sampler thread.</summary>
    public void OnLost(long weight) => _queue.AddLost(weight);

    /// <summary>Sampler thread.</summary>
    public void OnDrained()
    {
        _labels.OnDrained();
        _queue.Taken = _drains.Next();
        _queue.Post();
        if (!_isStopping)
        {
            _walker.EnsureStarted();
        }
    }

    // Whoever still records learns of it at the end; whoever comes shall find one that works.
    private static void EndFailed()
    {
        if (s_current is { HasFailed: true } failed)
        {
            s_current = null;
            failed._isStopping = true;
            failed._sampler!.Dispose();
            failed.EndWalking();
        }
    }

    private void Start(TimerRecording recording)
    {
        try
        {
            _queue.Period = recording.Period;
            _recordings.Add(recording);
            _walker.Exchange(recording, recording.NewPart(), default);
            long start = Stopwatch.GetTimestamp();
            AwaitSource? awaits = recording.Awaits;
            int frequency = (int)(1_000_000_000 / recording.Period);
            _sampler = RuntimeDescription.Current.Threads.Value is { } threads
                ? CpuSampler.Start(frequency, this, threads.FindFrameChainAddress, threads.Layout, awaits)
                : CpuSampler.Start(frequency, this);
            CountFrom(this);
            recording.Part!.Begin(new SamplerAccount { Time = _sampler.Statistics.StartTime, Timestamp = start }, 0);
        }
        catch
        {
            EndWalking();
            _walker.Finish();
            throw;
        }
    }

    private void Add(TimerRecording recording)
    {
        if (_recordings.Count >= MostRecordings)
        {
            throw new InvalidOperationException(
                $"{MostRecordings} CPU recordings are being taken, which is the most there can be at once. Stop one of them first.");
        }

        _recordings.Add(recording);
        try
        {
            _sampler!.Awaits ??= recording.Awaits;
            _ = Exchange(recording, recording.NewPart());
        }
        catch
        {
            _recordings.Remove(recording);
            throw;
        }
    }

    private RecordedPart? Exchange(TimerRecording recording, RecordedPart? next)
    {
        TaskCompletionSource<RecordedPart?> exchanged = new(TaskCreationOptions.RunContinuationsAsynchronously);
        bool isDone = _sampler!.AtDrain(() =>
        {
            bool comes = LeastPeriod < _queue.Period;
            ChangePeriod(comes);
            SamplerAccount account = _sampler.Account;
            long forgotten = _labels.LostNanoseconds;
            _queue.Post(() => exchanged.SetResult(Exchange(recording, next, account, forgotten)));
            ChangePeriod(!comes && LeastPeriod > _queue.Period);
        });
        if (!isDone)
        {
            ThrowFailure();
        }

        RecordedPart? counted = exchanged.Task.GetAwaiter().GetResult();
        _walker.Failure?.Throw();
        return counted;
    }

    // Sampler's thread: before whoever wants more samples comes, after whoever wanted them has gone.
    private void ChangePeriod(bool isDue)
    {
        if (isDue)
        {
            _sampler!.ChangePeriod(LeastPeriod);
            _queue.Post();
            _queue.Period = LeastPeriod;
        }
    }

    private RecordedPart Stop(TimerRecording recording)
    {
        _isStopping = true;
        s_current = s_current == this ? null : s_current;
        try
        {
            _sampler!.Stop();
        }
        finally
        {
            EndWalking();
            _walker.Finish();
        }

        return Exchange(recording, null, _sampler.Account, _labels.LostNanoseconds)!;
    }

    private RecordedPart? Exchange(TimerRecording recording, RecordedPart? next, in SamplerAccount account, long forgotten)
    {
        RecordedPart? counted = _walker.Exchange(recording, next, account);
        counted?.ForgottenLabels += forgotten;
        next?.ForgottenLabels = -forgotten;
        return counted;
    }

    // The one before has ended.
    private static void CountFrom(SharedSampler? next)
    {
        lock (s_totalGate)
        {
            s_ended = s_counted is { } last ? s_ended.Plus(last.Total) : s_ended;
            s_counted = next;
        }
    }

    private void EndWalking()
    {
        _labels.Stop();
        _queue.Complete();
    }

    private void ThrowFailure()
    {
        _sampler!.Stop();
        _walker.Failure?.Throw();
        throw new InvalidOperationException("The sampling had ended. Start a new recording.");
    }
}

/// <summary>What samplers have used and missed, in nanoseconds of CPU time.</summary>
/// <param name="OwnNanoseconds">Of the library's own threads that take and count samples.</param>
/// <param name="UntimedNanoseconds">As of <see cref="SamplerAccount"/>.</param>
/// <param name="UnseenNanoseconds">See there.</param>
internal readonly record struct SamplerTotal(long OwnNanoseconds, long UntimedNanoseconds, long UnseenNanoseconds)
{
    public static SamplerTotal Of(in SamplerAccount account, long walkerNanoseconds) =>
        new(account.SamplerNanoseconds + walkerNanoseconds, account.UntimedNanoseconds, account.UnseenNanoseconds);

    public SamplerTotal Plus(in SamplerTotal other) => new(
        OwnNanoseconds + other.OwnNanoseconds,
        UntimedNanoseconds + other.UntimedNanoseconds,
        UnseenNanoseconds + other.UnseenNanoseconds);
}

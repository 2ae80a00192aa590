using System.Runtime.ExceptionServices;
using Pprof.Runtime;
using Pprof.Threads;

namespace Pprof.Sampling;

/// <summary>
/// Samples the CPU time of every thread of this process until it is stopped. One thread of its own looks for threads that
/// come and go and hands samples to the sink ten times a second. A process has one sampler at a time; several recordings share it
/// by <see cref="AtDrain"/>.
/// </summary>
internal sealed class CpuSampler : IDisposable
{
    public const int MinFrequency = 1;
    public const int MaxFrequency = 1000;

    private const long NanosecondsPerSecond = 1_000_000_000;

    private static int s_running;

    private readonly AutoResetEvent _wake = new(false);
    private readonly SamplerOrders _orders = new();
    private readonly Func<long, SamplingSession> _open;
    private readonly LibraryThread _thread;
    private volatile SamplingSession _session;
    private volatile bool _isStopping;
    private readonly Lock _pastGate = new();
    private SamplerAccount _past;
    private ExceptionDispatchInfo? _failure;

    private CpuSampler(SamplingSession session, Func<long, SamplingSession> open)
    {
        _session = session;
        _open = open;
        _thread = new LibraryThread("pprof cpu sampler", Run);
    }

    /// <summary>CPU time that a weight of 1 stands for.</summary>
    public long PeriodNanoseconds => _session.Period;

    /// <summary>To look, in each sample, for who awaits what runs; null not to. Any thread.</summary>
    public AwaitSource? Awaits
    {
        get;
        set
        {
            field = value;
            SamplingSession.LookFor(value);
        }
    }

    /// <summary>Set when the session ended by itself: what the sink or the sampler threw. <see cref="Stop"/> throws it.</summary>
    public Exception? Failure => _failure?.SourceException;

    /// <summary>Exact after <see cref="Stop"/>; before it, of some recent moment.</summary>
    public SamplerStatistics Statistics => _session.Statistics;

    /// <summary>Of all periods together. Exact on the sampler's thread and after <see cref="Stop"/>; elsewhere of some recent moment.</summary>
    public SamplerAccount Account
    {
        get
        {
            lock (_pastGate)
            {
                return _past.Plus(SamplerAccount.Of(_session.Statistics, _session.Period));
            }
        }
    }

    /// <summary>False with a reason that says what is missing and what to do.</summary>
    public static bool IsSupported(out string? reason) => (reason = SamplerProbe.WhyNotSupported()) is null;

    /// <param name="frequency">Samples per second of CPU time of each thread.</param>
    /// <param name="sink">Called on the sampler's thread.</param>
    /// <param name="findFrameChain">Address of the runtime's <c>Thread::m_pFrame</c> by the kernel's thread id, 0 for none; may be null.</param>
    /// <param name="layout">How to find a replaced return address; default when not known.</param>
    /// <param name="awaits">As <see cref="Awaits"/>.</param>
    public static CpuSampler Start(
        int frequency, ISampleSink sink, Func<int, ulong>? findFrameChain = null, ThreadLayout layout = default, AwaitSource? awaits = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(frequency, MinFrequency);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(frequency, MaxFrequency);
        if (!IsSupported(out string? reason))
        {
            throw new PlatformNotSupportedException(reason);
        }

        if (Interlocked.Exchange(ref s_running, 1) != 0)
        {
            throw new InvalidOperationException("A CPU sampler is running in this process. Stop it first.");
        }

        return StartAlone(NanosecondsPerSecond / frequency, sink, findFrameChain, layout, awaits);
    }

    /// <summary>
    /// Ends sampling, hands over the last samples and gives back every resource. Throws what the sink threw. Does nothing
    /// the second time. Called by the sink, it only asks for the end.
    /// </summary>
    public void Stop()
    {
        Dispose();
        _failure?.Throw();
    }

    /// <summary>As <see cref="Stop"/>, but never throws.</summary>
    public void Dispose()
    {
        _isStopping = true;
        _wake.Set();
        if (!_thread.IsCurrent)
        {
            _thread.Join();
        }
    }

    /// <summary>
    /// Hands over all samples taken up to now, then runs <paramref name="order"/> on the sampler's thread, and returns. False when sampling
    /// had ended before; then <see cref="Stop"/> throws what ended it. Not on the sampler's thread.
    /// </summary>
    public bool AtDrain(Action order)
    {
        Task<bool> done = _orders.Add(order);
        _wake.Set();
        return done.GetAwaiter().GetResult();
    }

    /// <summary>In an order: from here on samples are taken at another rate. What cannot be begun anew ends the sampling.</summary>
    public void ChangePeriod(long period)
    {
        _session.Finish();
        _session.Dispose();
        SamplingSession next = _open(period);
        lock (_pastGate)
        {
            _past = Account;
            _session = next;
        }

        SamplingSession.LookFor(Awaits);
        next.Begin();
    }

    private static CpuSampler StartAlone(long period, ISampleSink sink, Func<int, ulong>? findFrameChain, ThreadLayout layout, AwaitSource? awaits)
    {
        SamplingSession? session = null;
        try
        {
            ActivationSignal.Install();
            if (SamplerProbe.WhyNoSignalArrives() is { } reason)
            {
                throw new PlatformNotSupportedException(reason);
            }

            session = Open(period);
            session.Begin();
            CpuSampler sampler = new(session, Open) { Awaits = awaits };
            sampler._thread.Start();
            return sampler;
        }
        catch
        {
            session?.Dispose();
            Volatile.Write(ref s_running, 0);
            throw;
        }

        SamplingSession Open(long nanoseconds) => new(nanoseconds, sink, findFrameChain, layout);
    }

    // The thread owns the session from here on, so it also gives everything back, whatever happens.
    private void Run()
    {
        try
        {
            Sample();
            _session.Finish();
        }
        catch (Exception failure)
        {
            _failure = ExceptionDispatchInfo.Capture(failure);
        }
        finally
        {
            _session.Dispose();
            Volatile.Write(ref s_running, 0);
            _orders.End();
        }
    }

    private void Sample()
    {
        int pause = 0;
        while (!_isStopping)
        {
            bool isWoken = _wake.WaitOne(pause);
            if (!_isStopping)
            {
                _orders.Run(_session.Cut);
                pause = isWoken ? 0 : _session.Continue();
            }
        }
    }
}

using System.Runtime.ExceptionServices;
using Pprof.Runtime;
using Pprof.Threads;

namespace Pprof.Sampling;

/// <summary>
/// Samples the CPU time of every thread of this process until it is stopped. One thread of its own looks for threads that
/// come and go and hands samples to the sink ten times a second. A process has one sampler at a time.
/// </summary>
internal sealed class CpuSampler : IDisposable
{
    public const int MinFrequency = 1;
    public const int MaxFrequency = 1000;

    private const long NanosecondsPerSecond = 1_000_000_000;

    private static int s_running;

    private readonly ManualResetEvent _stop = new(false);
    private readonly SamplingSession _session;
    private readonly LibraryThread _thread;
    private ExceptionDispatchInfo? _failure;

    private CpuSampler(SamplingSession session)
    {
        _session = session;
        _thread = new LibraryThread("pprof cpu sampler", Run);
    }

    /// <summary>CPU time that a weight of 1 stands for.</summary>
    public long PeriodNanoseconds => _session.Period;

    /// <summary>Set when the session ended by itself: what the sink or the sampler threw. <see cref="Stop"/> throws it.</summary>
    public Exception? Failure => _failure?.SourceException;

    /// <summary>Exact after <see cref="Stop"/>; before it, of some recent moment.</summary>
    public SamplerStatistics Statistics => _session.Statistics;

    /// <summary>False with a reason that says what is missing and what to do.</summary>
    public static bool IsSupported(out string? reason) => (reason = SamplerProbe.WhyNotSupported()) is null;

    /// <param name="frequency">Samples per second of CPU time of each thread.</param>
    /// <param name="sink">Called on the sampler's thread.</param>
    /// <param name="findFrameChain">Address of the runtime's <c>Thread::m_pFrame</c> by the kernel's thread id, 0 for none; may be null.</param>
    /// <param name="layout">How to find a replaced return address; default when not known.</param>
    public static CpuSampler Start(int frequency, ISampleSink sink, Func<int, ulong>? findFrameChain = null, ThreadLayout layout = default)
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

        return StartAlone(NanosecondsPerSecond / frequency, sink, findFrameChain, layout);
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
        _stop.Set();
        if (!_thread.IsCurrent)
        {
            _thread.Join();
        }
    }

    private static CpuSampler StartAlone(long period, ISampleSink sink, Func<int, ulong>? findFrameChain, ThreadLayout layout)
    {
        SamplingSession? session = null;
        try
        {
            ActivationSignal.Install();
            if (SamplerProbe.WhyNoSignalArrives() is { } reason)
            {
                throw new PlatformNotSupportedException(reason);
            }

            session = new SamplingSession(period, sink, findFrameChain, layout);
            session.Begin();
            CpuSampler sampler = new(session);
            sampler._thread.Start();
            return sampler;
        }
        catch
        {
            session?.Dispose();
            Volatile.Write(ref s_running, 0);
            throw;
        }
    }

    // The thread owns the session from here on, so it also gives everything back, whatever happens.
    private void Run()
    {
        try
        {
            int pause = 0;
            while (!_stop.WaitOne(pause))
            {
                pause = _session.Continue();
            }

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
        }
    }
}

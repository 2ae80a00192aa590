using System.Diagnostics;
using System.Globalization;
using Pprof.Aggregation;
using Pprof.Format;
using Pprof.Profiles.Catalog;
using Pprof.Profiles.Naming;
using Pprof.Profiles.Operations;
using Pprof.Sampling;
using Pprof.Threads;

namespace Pprof.Profiles.Latency;

/// <summary>
/// The profile <c>latency</c>: wall time of what the program has under way, by logical stack: async operations that wait, threads that run or are blocked. Sampled by
/// <c>pprof latency</c>, each look weighted by the time since the one before; a write looks once more, so that its time is whole.
/// </summary>
/// <param name="tasks">Has the runtime keep a table of operations.</param>
internal sealed class LatencyProfile(TaskSwitch tasks) : IProfileSource, IProfileSwitch
{
    public const string Name = "latency";

    private static readonly SampleType s_operations = new("operations", "count");
    private static readonly SampleType s_time = new("time", "nanoseconds");

    // Held while somebody looks, and while the table is copied.
    private readonly Lock _gate = new();
    private readonly LatencyTable _table = new();
    private readonly LatencyPace _pace = new(Random.Shared);
    private ProgramCode? _program;
    private LibraryThread? _thread;
    private ManualResetEventSlim? _end;
    private string? _reason;
    private DateTimeOffset? _since;
    private long _lastLook;
    private bool _isWarm;
    private long _looks;
    private TimeSpan _cost, _covered;

    public ProfileKinds Kind => ProfileKinds.Latency;

    public ProfileKinds Needs => Kind;

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _table.Count;
            }
        }
    }

    public string? TryEnable()
    {
        _reason = tasks.TryHold();
        if (_reason is null && !TryStart())
        {
            tasks.Release();
            _reason = "Latency cannot be recorded: the process may have no more threads; raise ulimit -u.";
        }

        return _reason;
    }

    public void Disable()
    {
        _end!.Set();
        _thread!.Join();
        _end.Dispose();
        lock (_gate)
        {
            Look();
            _thread = null;
        }

        tasks.Release();
    }

    public void WriteTo(Stream stream, int debug)
    {
        CountedStacks stacks;
        lock (_gate)
        {
            Look();
            stacks = _table.Copy();
            stacks.Comments.AddRange(Tell());
        }

        new StackProfile(stacks, s_operations, s_time) { DefaultType = s_time.Type, SortedBy = 1, DocumentationPage = "latency.md" }.WriteTo(stream, debug, Name);
    }

    private bool TryStart()
    {
        ManualResetEventSlim end = new();
        LibraryThread thread = new("pprof latency", () => Run(end));
        lock (_gate)
        {
            _program ??= new ProgramCode(ProfilingParts.OfCounts);
            (_since, _lastLook) = (_since ?? DateTimeOffset.UtcNow, Stopwatch.GetTimestamp());
            (_end, _thread) = (end, thread);
        }

        try
        {
            thread.Start();
            return true;
        }
        catch (OutOfMemoryException)
        {
            _thread = null;
            end.Dispose();
            return false;
        }
    }

    // The thread of that name.
    private void Run(ManualResetEventSlim end)
    {
        TimeSpan pause = LatencyPace.Shortest;
        while (!end.Wait(pause))
        {
            lock (_gate)
            {
                pause = _pace.Next(Look());
            }
        }
    }

    private TimeSpan Look()
    {
        Debug.Assert(_gate.IsHeldByCurrentThread, "Under the gate.");
        if (_thread is null || tasks.Tracking is not { } tracking)
        {
            return TimeSpan.Zero;
        }

        long used = CpuClock.Read(CpuClock.CurrentThread);
        long now = Stopwatch.GetTimestamp();
        TimeSpan time = Stopwatch.GetElapsedTime(_lastLook, now);
        LatencyUnits units = LatencyLook.Take(tracking, _program!);
        if (!_isWarm)
        {
            // It took long, as the runtime had to compile this library's code; what has been found is of no moment.
            (_isWarm, _lastLook) = (true, Stopwatch.GetTimestamp());
            return TimeSpan.Zero;
        }

        _table.Add(units, time);
        TimeSpan cost = TimeSpan.FromMicroseconds((CpuClock.Read(CpuClock.CurrentThread) - used) / 1000.0);
        (_lastLook, _looks, _cost, _covered) = (now, _looks + 1, _cost + cost, _covered + time);
        return cost;
    }

    private IEnumerable<string> Tell()
    {
        yield return (_since, _thread, _reason) switch
        {
            (_, _, { } reason) => reason,
            (null, _, _) => "Latency is not recorded: call Profiling.Enable(ProfileKinds.Latency) when the program starts.",
            ({ } since, null, _) => $"Latency was recorded since {Text(since)}, and is not any more: call Profiling.Enable(ProfileKinds.Latency).",
            ({ } since, _, _) => $"Latency is recorded since {Text(since)}.",
        };
        if (_looks > 0)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{_looks} looks in {_covered.TotalSeconds:F1} s took {_cost.TotalMilliseconds / _looks:F2} ms of CPU time each, {_cost / _covered:P2} of a processor.");
        }

        if (ActivationSignal.NotSupportedReason is { } noThreads)
        {
            yield return $"degraded: threads that run or are blocked are not in it. {noThreads}";
        }

        if (tasks.Tracking?.Shortcoming is { } shortcoming)
        {
            yield return shortcoming;
        }
    }

    private static string Text(DateTimeOffset time) => time.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}

using System.Diagnostics;
using System.Globalization;
using System.Runtime;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Pprof;

namespace RuntimeWorkBench;

/// <summary>The first profile of a process with busy threads. Prints one line of numbers.</summary>
internal static partial class ColdChild
{
    private static readonly List<int> s_busy = [];
    private static volatile bool s_isEnding;
    private static double s_sink;

    public static int Run(int threads, double seconds)
    {
        for (int i = 0; i < threads; i++)
        {
            new Thread(Spin) { IsBackground = true }.Start();
        }

        // Until its own method is compiled for good, and what is measured with, too.
        Thread.Sleep(500);
        _ = Moment.Now();
        using MemoryStream file = new();
        Moment before = Moment.Now();
        CpuProfileSession session = CpuProfile.Start(file);
        Moment started = Moment.Now();
        Thread.Sleep((int)(seconds * 1000));
        Moment ending = Moment.Now();
        session.Dispose();
        Moment stopped = Moment.Now();
        s_isEnding = true;
        Print(file, started.Since(before), stopped.Since(ending), stopped.Methods - before.Methods);
        return 0;
    }

    private static void Print(MemoryStream file, Moment start, Moment stop, long methods)
    {
        file.Position = 0;
        ProfileReport report = ProfileReport.Read(file);
        double own = report.Rows.Where(row => row.Function.EndsWith("ColdChild.Spin", StringComparison.Ordinal)).Sum(row => (double)row.Cumulative);
        double profiler = report.Rows.Where(row => row.Function == "[profiler]").Sum(row => (double)row.Flat);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{start.Clock:0.0} {start.Cpu:0.0} {stop.Clock:0.0} {stop.Cpu:0.0} {(report.Total - own) / 1e6:0} {profiler / 1e6:0} {start.Methods} {methods}"));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Spin()
    {
        lock (s_busy)
        {
            s_busy.Add(GetThreadId());
        }

        double value = 1;
        while (!s_isEnding)
        {
            for (int i = 0; i < 2000; i++)
            {
                value = (value * 1.0000001) + 0.1;
            }
        }

        s_sink = value;
    }

    [LibraryImport("libc", EntryPoint = "gettid")]
    private static partial int GetThreadId();

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetClock(int clock, out Timespec time);

    /// <summary>Milliseconds by the clock and of CPU time but that of the busy threads, and methods compiled.</summary>
    private readonly record struct Moment(double Clock, double Cpu, long Methods)
    {
        private const int ProcessClock = 2;

        public static Moment Now() => new(
            Stopwatch.GetTimestamp() * 1000.0 / Stopwatch.Frequency, Milliseconds(ProcessClock) - s_busy.Sum(thread => Milliseconds(ClockOf(thread))), JitInfo.GetCompiledMethodCount());

        public Moment Since(Moment other) => new(Clock - other.Clock, Cpu - other.Cpu, Methods - other.Methods);

        // As the kernel numbers the CPU clock of a thread: CPUCLOCK_PERTHREAD_MASK | CPUCLOCK_SCHED.
        private static int ClockOf(int thread) => (~thread << 3) | 6;

        private static double Milliseconds(int clock) => GetClock(clock, out Timespec time) == 0 ? (time.Seconds * 1e3) + (time.Nanoseconds / 1e6) : double.NaN;
    }

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Timespec
    {
        public readonly long Seconds;
        public readonly long Nanoseconds;
    }
}

using System.Globalization;
using System.Text;

namespace Pprof.AspNetCore.Triage;

/// <summary>Ten lines from two looks at the counters of the runtime.</summary>
internal static class TriageLines
{
    public static IReadOnlyList<TriageLine> Of(ProcessCounters first, ProcessCounters earlier, ProcessCounters now)
    {
        double seconds = TimeProvider.System.GetElapsedTime(earlier.At, now.At).TotalSeconds;
        return
        [
            Cpu(now.Cpu - earlier.Cpu, seconds), Pauses(earlier, now, seconds), Allocations(now.Allocated - earlier.Allocated, seconds),
            Heap(first, now), Memory(), Pool(now.Completed - earlier.Completed, seconds), Threads(), Locks(now.Contentions - earlier.Contentions, seconds),
            Exceptions(now.Exceptions - earlier.Exceptions, seconds), Recording(),
        ];
    }

    /// <summary>As text, one line each.</summary>
    public static string Text(IEnumerable<TriageLine> lines)
    {
        StringBuilder text = new();
        foreach (TriageLine line in lines)
        {
            text.Append(CultureInfo.InvariantCulture, $"{line.Name + ':',-13} {line.Text}{(line.Hint.Length > 0 ? "  ! " + line.Hint : "")}{(line.Address.Length > 0 ? "  -> " + line.Address : "")}\n");
        }

        return text.ToString();
    }

    private static TriageLine Cpu(TimeSpan used, double seconds)
    {
        double busy = used.TotalSeconds / seconds;
        string hint = busy > 0.85 * Environment.ProcessorCount ? "nearly all there is: see what uses it" : "";
        return new TriageLine("CPU", Invariant($"{busy:0.00} of {Environment.ProcessorCount} processors, in the last {seconds:0.#} s"), hint, "profile?seconds=5&view=flame");
    }

    private static TriageLine Pauses(ProcessCounters earlier, ProcessCounters now, double seconds)
    {
        double share = (now.Pauses - earlier.Pauses).TotalSeconds / seconds;
        string text = Invariant($"everything stood still for {100 * share:0.0} % of the time; collections: {now.Young - earlier.Young}, of them gen 1 {now.Middle - earlier.Middle}, gen 2 {now.Old - earlier.Old}");
        return new TriageLine("Collector", text, share > 0.1 ? "much garbage, or a large heap: see who allocates" : "", "allocs?seconds=10&view=flame");
    }

    private static TriageLine Allocations(long bytes, double seconds) =>
        new("Allocations", $"{Bytes((long)(bytes / seconds))} a second", bytes / seconds > 500e6 ? "a lot: see who allocates" : "", "allocs?seconds=10&view=flame");

    private static TriageLine Heap(ProcessCounters first, ProcessCounters now)
    {
        TimeSpan since = TimeProvider.System.GetElapsedTime(first.At, now.At);
        long growth = now.Heap - first.Heap;
        bool isGrowing = since.TotalMinutes > 1 && growth > 50_000_000 && growth > now.Heap / 4;
        return new TriageLine(
            "Heap", Invariant($"{Bytes(now.Heap)} after the last collection, {(growth < 0 ? "-" : "+")}{Bytes(Math.Abs(growth))} since the first look {since.TotalMinutes:0} min ago"),
            isGrowing ? "it grows: compare two heap profiles" : "", "heap?gc=1&view=flame");
    }

    private static TriageLine Memory()
    {
        long used = Environment.WorkingSet, limit = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        string hint = limit > 0 && used > 0.85 * limit ? "close to the limit" : "";
        return new TriageLine("Memory", $"{Bytes(used)} resident, of {Bytes(limit)} there are for the process", hint, "heap?view=flame");
    }

    private static TriageLine Pool(long completed, double seconds)
    {
        long waiting = ThreadPool.PendingWorkItemCount;
        string hint = waiting > 10 * Environment.ProcessorCount ? "work waits for threads: something blocks them" : "";
        return new TriageLine(
            "Thread pool", Invariant($"{ThreadPool.ThreadCount} threads, {waiting:N0} work items waiting, {completed / seconds:N0} done a second"), hint, "goroutine?view=flame");
    }

    private static TriageLine Threads() =>
        new("Threads", Invariant($"{CountThreads()} of the system's, {Timer.ActiveCount} timers"), "", "goroutine?debug=2");

    private static TriageLine Locks(long count, double seconds) => new(
        "Locks", Invariant($"{count / seconds:N0} a second were waited for"), count / seconds > 1000 ? "threads wait for each other: see where" : "", "mutex?seconds=10&view=flame");

    private static TriageLine Exceptions(long count, double seconds) => new(
        "Exceptions", Invariant($"{count / seconds:N0} a second"), count / seconds > 100 ? "each costs some ten microseconds: see who throws" : "", "exceptions?seconds=10&view=flame");

    private static TriageLine Recording() => new(
        "Recording", $"{(CpuRecording.RunningCount > 0 ? "a CPU profile is running" : "no CPU profile is running")}; for the life of the process: {Profiling.Enabled}", "", "");

    // A folder for each in /proc; elsewhere what the process says.
    private static int CountThreads()
    {
        try
        {
            return Directory.Exists("/proc/self/task") ? Directory.EnumerateDirectories("/proc/self/task").Count() : ThreadPool.ThreadCount;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return ThreadPool.ThreadCount;
        }
    }

    private static string Bytes(long bytes) => bytes switch
    {
        >= 1 << 30 => Invariant($"{bytes / (double)(1 << 30):0.0} GB"),
        >= 1 << 20 => Invariant($"{bytes / (double)(1 << 20):0} MB"),
        _ => Invariant($"{bytes / 1024.0:0} kB"),
    };

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}

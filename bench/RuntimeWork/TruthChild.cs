using System.Globalization;
using System.Reflection;
using System.Runtime;
using System.Runtime.CompilerServices;
using Pprof;

namespace RuntimeWorkBench;

/// <summary>
/// One load whose share of the runtime's work is known by other means, profiled. Prints <c>truth profile</c> in milliseconds of CPU time.
/// </summary>
internal static class TruthChild
{
    private static object? s_kept;

    // Of the time in which the last load's thread wanted a processor, the part in which it had one: what the wall clock tells, times this, is CPU time.
    private static double s_running;

    public static int Run(string kind, double seconds)
    {
        Measure(kind, Math.Min(0.5, seconds / 4), profile: null);
        string file = Path.GetTempFileName();
        double truth = Measure(kind, seconds, file);
        double profile = kind switch
        {
            "jit" => LabelTime.Of(file, "jit", ["[jit]", "[jit: tier 1]", "[jit: running loop]"]),
            "prepare" => LabelTime.Of(file, "jit") + LabelTime.Of(file, "types"),
            "throw" => LabelTime.Of(file, "exceptions"),
            "allocate" => LabelTime.Of(file, "alloc") + LabelTime.Of(file, "barrier") + LabelTime.Of(file, "gc"),
            _ => LabelTime.Of(file, "gc"),
        };
        File.Delete(file);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{truth:0.0} {profile:0.0}"));
        return 0;
    }

    private static double Measure(string kind, double seconds, string? profile)
    {
        using Stream file = profile is null ? Stream.Null : File.Create(profile);
        CpuProfile.Start(file, new CpuProfileOptions { Frequency = 250 });
        double truth = kind switch
        {
            "collect" => Collections(seconds),
            "force" => ForcedCollections(seconds, blocking: true),
            "force-background" => ForcedCollections(seconds, blocking: false),
            "jit" => Compilation(seconds),
            "prepare" => Preparation(seconds),
            "throw" => Throwing(seconds),
            "allocate" => Allocation(seconds),
            _ => throw new ArgumentException($"No load '{kind}'.", nameof(kind)),
        };
        CpuProfile.Stop();
        return truth;
    }

    // Server: what its collector threads used. Workstation: as long as threads were stopped by a thread of the program, and what the
    // background collector's thread used, which stops them twice for each of its collections.
    private static double Collections(double seconds)
    {
        using BackgroundPauses background = new();
        (double pause, double threads) before = (GC.GetTotalPauseDuration().TotalMilliseconds, CollectorThreads());
        OnThread(() => Churn(seconds));
        (double pause, double threads) after = (GC.GetTotalPauseDuration().TotalMilliseconds, CollectorThreads());
        double used = after.threads - before.threads;
        return GCSettings.IsServerGC ? used : used + (s_running * (after.pause - before.pause - background.Milliseconds));
    }

    // By CPU time alone, which other programs do not disturb: a thread that does nothing but collect, and the collector's threads.
    private static double ForcedCollections(double seconds, bool blocking)
    {
        object live = Enumerable.Range(0, 300_000).Select(i => new object[] { i }).ToArray();
        double before = CollectorThreads();
        double own = OnThread(() =>
        {
            long end = Environment.TickCount64 + (long)(seconds * 1000);
            while (Environment.TickCount64 < end)
            {
                GC.Collect(2, GCCollectionMode.Forced, blocking);
                if (!blocking)
                {
                    // While one is under way the call only returns.
                    Thread.Sleep(1);
                }
            }
        });
        GC.KeepAlive(live);
        return own + CollectorThreads() - before;
    }

    private static double CollectorThreads() => TaskTimes.Of(".NET BGC", ".NET Server GC");

    private static void Churn(double seconds)
    {
        LinkedList<byte[]> live = new();
        long end = Environment.TickCount64 + (long)(seconds * 1000);
        while (Environment.TickCount64 < end)
        {
            for (int i = 0; i < 1000; i++)
            {
                live.AddLast(new byte[64]);
                if (live.Count > 300_000)
                {
                    live.RemoveFirst();
                }
            }
        }
    }

    // Wall-clock time of the compiler, nearly all of it on the one thread.
    private static double Compilation(double seconds)
    {
        TimeSpan before = JitInfo.GetCompilationTime();
        Preparation(seconds);
        return s_running * (JitInfo.GetCompilationTime() - before).TotalMilliseconds;
    }

    // CPU time of a thread that does nothing but have methods prepared: compiling, and loading what they use.
    private static double Preparation(double seconds) => OnThread(() =>
    {
        long end = Environment.TickCount64 + (long)(seconds * 1000);
        while (s_methods.TryPop(out RuntimeMethodHandle method) && Environment.TickCount64 < end)
        {
            Prepare(method);
        }
    });

    private static readonly Stack<RuntimeMethodHandle> s_methods = new(
        from type in typeof(System.Xml.XmlReader).Assembly.GetTypes().Concat(typeof(System.Linq.Expressions.Expression).Assembly.GetTypes())
            .Concat(typeof(System.Text.Json.JsonSerializer).Assembly.GetTypes()).Concat(typeof(System.Data.DataTable).Assembly.GetTypes())
        where !type.ContainsGenericParameters
        from method in type.GetMethods(BindingFlags.DeclaredOnly | BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
        where !method.IsAbstract && !method.ContainsGenericParameters && !method.Attributes.HasFlag(MethodAttributes.PinvokeImpl)
        select method.MethodHandle);

    private static void Prepare(RuntimeMethodHandle method)
    {
        try
        {
            RuntimeHelpers.PrepareMethod(method);
        }
        catch (Exception failure) when (failure is TypeLoadException or BadImageFormatException or InvalidProgramException or NotSupportedException or FileNotFoundException or PlatformNotSupportedException)
        {
            // Methods for other systems.
        }
    }

    // The loop does nothing else, so the thread's time is the exceptions'.
    private static double Throwing(double seconds) => OnThread(() =>
    {
        long end = Environment.TickCount64 + (long)(seconds * 1000);
        while (Environment.TickCount64 < end)
        {
            for (int i = 0; i < 100; i++)
            {
                try
                {
                    ThrowFrom(10);
                }
                catch (InvalidOperationException failure)
                {
                    s_kept = failure;
                }
            }
        }
    });

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ThrowFrom(int depth)
    {
        if (depth == 0)
        {
            throw new InvalidOperationException("expected");
        }

        ThrowFrom(depth - 1);
    }

    // The same number of rounds with and without the allocation. The collections that it causes run on the same thread.
    private static double Allocation(double seconds)
    {
        long rounds = 0;
        double with = OnThread(() =>
        {
            long end = Environment.TickCount64 + (long)(seconds * 1000);
            for (; Environment.TickCount64 < end; rounds++)
            {
                Round(allocates: true);
            }
        });
        double without = OnThread(() =>
        {
            for (long i = 0; i < rounds; i++)
            {
                Round(allocates: false);
            }
        });
        return with - without;
    }

    private static readonly byte[] s_same = new byte[100];

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Round(bool allocates)
    {
        byte[]? last = null;
        for (int i = 0; i < 1000; i++)
        {
            last = allocates ? new byte[100] : s_same;
        }

        GC.KeepAlive(last);
    }

    // CPU time of the thread.
    private static double OnThread(Action body)
    {
        double used = 0;
        Thread thread = new(() =>
        {
            (double Running, double Waiting) before = TaskTimes.OfThisThread();
            body();
            (double Running, double Waiting) after = TaskTimes.OfThisThread();
            used = after.Running - before.Running;
            s_running = used / (used + after.Waiting - before.Waiting);
        });
        thread.Start();
        thread.Join();
        return used;
    }
}

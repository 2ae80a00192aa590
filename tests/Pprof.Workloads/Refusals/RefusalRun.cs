using System.Runtime.CompilerServices;

namespace Pprof.Workloads.Refusals;

/// <summary>A CPU profile and a thread dump of a program of known shape, and what they say of themselves. Run where system calls are refused.</summary>
internal static class RefusalRun
{
    private const int Threads = 3;

    private static readonly TimeSpan s_duration = TimeSpan.FromSeconds(1.5);
    private static volatile bool s_end;

    /// <summary>Lines of <c>key: value</c>, and the raw profile in the folder.</summary>
    public static int Report(string folder)
    {
        Console.WriteLine($"supported: {CpuProfile.IsSupported}");
        Console.WriteLine($"reason: {CpuProfile.NotSupportedReason}");
        Console.WriteLine($"timers: {WhyNoTimers()}");
        if (CpuProfile.IsSupported)
        {
            ProfileCpu(Path.Combine(folder, "cpu.pb.gz"));
            ProfileLogically(Path.Combine(folder, "logical.pb.gz"));
        }

        Console.WriteLine($"files: {Directory.GetFiles("/proc/self/fd").Length}");
        DumpThreads(Path.Combine(folder, "goroutine.txt"));
        return 0;
    }

    private static string WhyNoTimers()
    {
        try
        {
            CpuProfile.Start(Stream.Null, new CpuProfileOptions { Engine = CpuProfileEngine.Timers }).Dispose();
            return "";
        }
        catch (PlatformNotSupportedException refused)
        {
            return refused.Message;
        }
    }

    private static void ProfileCpu(string path)
    {
        using MemoryStream stream = new();
        CpuProfile.Start(stream);
        Thread[] threads = Start(Compute);
        Thread.Sleep(s_duration);
        s_end = true;
        Array.ForEach(threads, thread => thread.Join());
        CpuProfile.Stop();
        File.WriteAllBytes(path, stream.ToArray());
    }

    private static void ProfileLogically(string path)
    {
        using FileStream stream = File.Create(path);
        CpuProfile.Start(stream, new CpuProfileOptions { Stacks = CpuProfileStacks.Logical }).Dispose();
    }

    // Half of the threads run, the others wait.
    private static void DumpThreads(string path)
    {
        s_end = false;
        using ManualResetEvent end = new(false);
        Thread[] threads = [.. Start(Compute), .. Start(() => Wait(end))];
        Thread.Sleep(100);
        using (FileStream file = File.Create(path))
        {
            Profile.Lookup("goroutine")!.WriteTo(file, debug: 2);
        }

        s_end = true;
        end.Set();
        Array.ForEach(threads, thread => thread.Join());
    }

    private static Thread[] Start(Action action)
    {
        Thread[] threads = [.. Enumerable.Range(0, Threads).Select(_ => new Thread(() => action()))];
        Array.ForEach(threads, thread => thread.Start());
        return threads;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Compute()
    {
        while (!s_end)
        {
            Thread.SpinWait(100);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Wait(ManualResetEvent end) => end.WaitOne();
}

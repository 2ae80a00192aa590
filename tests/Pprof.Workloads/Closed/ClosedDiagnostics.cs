using System.Diagnostics;
using System.Text;

namespace Pprof.Workloads.Closed;

/// <summary>What still works, and what the rest says, in a process whose diagnostics are switched off. One line for each.</summary>
internal static class ClosedDiagnostics
{
    public static void Report()
    {
        Console.WriteLine($"custom: {Custom()}");
        Console.WriteLine($"cpu: {Cpu()}");
        Stopwatch clock = Stopwatch.StartNew();
        Profiling.Enable(ProfileKinds.ThreadCreate);
        Console.WriteLine($"enabled: {Profiling.Enabled}");
        Console.WriteLine($"reason: {Profiling.NotEnabledReason(ProfileKinds.ThreadCreate)}");
        Console.WriteLine($"text: {Text(Profile.Lookup("threadcreate")!).ReplaceLineEndings(" | ")}");
        Profiling.Disable(ProfileKinds.ThreadCreate);
        Console.WriteLine($"heap: {Text(Profile.Lookup("heap")!).ReplaceLineEndings(" | ")}");
        Console.WriteLine($"heap reason: {Profiling.NotEnabledReason(ProfileKinds.Heap)}");
        Console.WriteLine($"others: {string.Join(' ', Profile.All.Where(profile => Text(profile).Length > 0).Select(profile => profile.Name))}");
        bool isLeft = !SpinWait.SpinUntil(() => !Directory.GetDirectories("/proc/self/task").Any(IsOfEvents), TimeSpan.FromSeconds(30));
        Console.WriteLine($"threads left: {(isLeft ? 1 : 0)}");
        Console.WriteLine($"quick: {clock.Elapsed < TimeSpan.FromSeconds(60)}");
    }

    private static string Custom()
    {
        Profile profile = Profile.Create("workload.values");
        profile.Add("a value");
        return $"{profile.Count} {Text(profile).Contains(nameof(Custom), StringComparison.Ordinal)}";
    }

    private static bool Cpu()
    {
        using MemoryStream stream = new();
        using (CpuProfile.Start(stream))
        {
            for (Stopwatch clock = Stopwatch.StartNew(); clock.ElapsedMilliseconds < 200;)
            {
            }
        }

        return stream.Length > 0;
    }

    private static string Text(Profile profile)
    {
        using MemoryStream stream = new();
        profile.WriteTo(stream, debug: 1);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static bool IsOfEvents(string task)
    {
        try
        {
            return File.ReadAllText(Path.Combine(task, "comm")).StartsWith("pprof event", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }
}

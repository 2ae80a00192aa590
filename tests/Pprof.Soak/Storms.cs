using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Pprof.Soak;

/// <summary>The loads that have killed profilers: each runs on a thread of its own while profiles start and stop.</summary>
internal static class Storms
{
    public static Storm[] All() =>
    [
        new("null reference 1", NullReference),
        new("null reference 2", NullReference),
        new("garbage", Garbage),
        new("thread churn", ThreadChurn),
        new("exceptions", Exceptions),
        new("compiled regexes", CompiledRegex),
        new("processes", ChildProcess),
        new("stack depth", DeepRecursion),
        new("collectible code", CollectibleAssembly.LoadRunAndDrop),
    ];

    /// <summary>Each is a SIGSEGV that the runtime handles on the thread's small alternate stack: a second signal there ends the process.</summary>
    private static void NullReference()
    {
        try
        {
            ReadLength(null!);
        }
        catch (NullReferenceException)
        {
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int ReadLength(string text) => text.Length;

    /// <summary>Collections suspend every thread with the very signal the sampler shares.</summary>
    private static void Garbage()
    {
        List<byte[]> kept = [];
        for (int i = 0; i < 1000; i++)
        {
            byte[] array = new byte[1024];
            if (i % 10 == 0)
            {
                kept.Add(array);
            }
        }

        GC.KeepAlive(kept);
        GC.Collect(Random.Shared.Next(3));
    }

    /// <summary>Threads die between being found, getting a timer and taking a signal.</summary>
    private static void ThreadChurn()
    {
        Thread thread = new(() => Spin(1 << 18));
        thread.Start();
        thread.Join();
    }

    private static void Exceptions()
    {
        try
        {
            ThrowAt(20);
        }
        catch (InvalidOperationException) when (Spin(100) != 0)
        {
        }
    }

    private static void ThrowAt(int depth)
    {
        try
        {
            if (depth == 0)
            {
                throw new InvalidOperationException("thrown on purpose");
            }

            ThrowAt(depth - 1);
        }
        finally
        {
            Spin(10);
        }
    }

    /// <summary>Dynamic methods: code that is freed while samples of it are still in the buffers.</summary>
    private static void CompiledRegex()
    {
        Regex regex = new($"(a|b{Random.Shared.Next(1000)})+c?", RegexOptions.Compiled);
        regex.IsMatch("abababababababababac");
    }

    private static void ChildProcess()
    {
        using Process process = Process.Start(new ProcessStartInfo("/bin/true") { RedirectStandardOutput = true })!;
        process.WaitForExit();
    }

    private static void DeepRecursion() => Recurse(Random.Shared.Next(1200));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Recurse(int depth) => depth == 0 ? Spin(1 << 12) : Recurse(depth - 1) + 1;

    private static int Spin(int rounds)
    {
        uint state = 1;
        for (int i = 0; i < rounds; i++)
        {
            state = (state * 1664525) + 1013904223;
        }

        return (int)(state | 1);
    }
}

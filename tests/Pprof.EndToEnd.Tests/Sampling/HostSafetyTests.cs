using System.Diagnostics;
using System.Text.RegularExpressions;
using Pprof.Runtime;
using Pprof.Sampling;
using Pprof.TestSupport;
using Xunit;

namespace Pprof.EndToEnd.Tests.Sampling;

/// <summary>What has killed processes under other profilers, at the highest rate, with starts and stops in between.</summary>
public sealed class HostSafetyTests
{
    private static readonly ThreadList? s_threads =
        ContractDescriptor.TryLoad(out _) is { } descriptor ? ThreadList.TryCreate(descriptor, out _) : null;

    private volatile bool _end;
    private string? _nothing;
    private int _zero;

    [Fact]
    public void Storm_of_faults_collections_threads_and_processes_is_survived()
    {
        Action[] storms = [ThrowNullReference, ThrowNullReference, ThrowDivideByZero, Throw, Collect, StartThread, StartProcess, CompileRegex];
        Thread[] threads = [.. storms.Select(storm => new Thread(() => Repeat(storm)))];
        Array.ForEach(threads, thread => thread.Start());
        long samples = 0;
        for (int cycle = 0; cycle < 10; cycle++)
        {
            samples += SampleFor(TimeSpan.FromMilliseconds(400));
        }

        _end = true;
        Array.ForEach(threads, thread => thread.Join());
        Assert.True(samples > 200, $"Only {samples} samples: the storm was not sampled.");
    }

    [Fact]
    public void Timer_of_a_thread_is_deleted_when_the_thread_has_ended()
    {
        using CpuSampler sampler = CpuSampler.Start(100, new CountingSink());
        int before = Resources.CountTimers();
        for (int i = 0; i < 200; i++)
        {
            Load.OnThreads(1, () => Thread.SpinWait(100));
        }

        // The pool may have grown by a few threads meanwhile.
        Patience.Until("the timers are deleted", () => Resources.CountTimers() <= before + 5);
        sampler.Stop();
    }

    [Fact]
    public void Thousand_threads_cost_less_than_64_MiB()
    {
        using ManualResetEvent end = new(false);
        using CountdownEvent ready = new(1000);
        Thread[] threads = [.. Enumerable.Range(0, 1000).Select(_ => new Thread(() => BurnAndWait(ready, end), 256 << 10))];
        Array.ForEach(threads, thread => thread.Start());
        ready.Wait(TestContext.Current.CancellationToken);
        long before = PrivateBytes();
        using CpuSampler sampler = CpuSampler.Start(1000, new CountingSink(), s_threads is { } list ? list.FindFrameChainAddress : null);
        end.Set();
        Array.ForEach(threads, thread => thread.Join());
        long after = PrivateBytes();
        sampler.Stop();
        Assert.InRange(after - before, long.MinValue, 64L << 20);
    }

    private static void BurnAndWait(CountdownEvent ready, ManualResetEvent end)
    {
        ready.Signal();
        end.WaitOne();
        Load.Burn(2_000_000);
    }

    private static long PrivateBytes()
    {
        string line = File.ReadLines("/proc/self/status").First(text => text.StartsWith("RssAnon:", StringComparison.Ordinal));
        return long.Parse(Regex.Match(line, "[0-9]+").Value, null) << 10;
    }

    private static long SampleFor(TimeSpan time)
    {
        CountingSink sink = new();
        using CpuSampler sampler = CpuSampler.Start(1000, sink, s_threads is { } list ? list.FindFrameChainAddress : null);
        Stopwatch clock = Stopwatch.StartNew();
        SpinWait.SpinUntil(() => clock.Elapsed > time);
        sampler.Stop();
        return sink.Samples;
    }

    private void Repeat(Action action)
    {
        while (!_end)
        {
            action();
        }
    }

    private void ThrowNullReference()
    {
        try
        {
            _ = _nothing!.Length;
        }
        catch (NullReferenceException)
        {
        }
    }

    private void ThrowDivideByZero()
    {
        try
        {
            _ = 1 / _zero;
        }
        catch (DivideByZeroException)
        {
        }
    }

    private static void Throw()
    {
        try
        {
            throw new InvalidOperationException("storm");
        }
        catch (InvalidOperationException)
        {
        }
    }

    private static void Collect()
    {
        byte[][] blocks = new byte[1000][];
        for (int i = 0; i < blocks.Length; i++)
        {
            blocks[i] = new byte[1000];
        }

        GC.Collect(Random.Shared.Next(3));
    }

    private static void StartThread() => Load.OnThreads(1, () => Thread.SpinWait(1000));

    private static void StartProcess()
    {
        using Process process = Process.Start("/bin/true");
        process.WaitForExit();
    }

    private static void CompileRegex() => new Regex($"a+b{Random.Shared.Next()}", RegexOptions.Compiled).IsMatch("aaaab1");
}

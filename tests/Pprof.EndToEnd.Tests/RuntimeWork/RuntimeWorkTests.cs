using System.Reflection;
using System.Runtime.CompilerServices;
using Pprof.EndToEnd.Tests.Labels;
using Pprof.EndToEnd.Tests.Sampling;
using Xunit;

namespace Pprof.EndToEnd.Tests.RuntimeWork;

/// <summary>
/// Work of the runtime's that a thread asks for and does nothing else besides: the CPU clock of the thread is the truth. Each load runs for
/// half a second of CPU time, and the limits leave room for the chance of some hundred samples and for what the loop itself takes.
/// </summary>
public sealed class RuntimeWorkTests
{
    private const int Frequency = 500;
    private const long LoadNanoseconds = 500_000_000;

    private static readonly object s_live = Enumerable.Range(0, 200_000).Select(i => new object[] { i }).ToArray();

    [Fact]
    public void Collections_on_the_program_s_thread_are_gc() => AssertShare("gc", nameof(Collect), Collect, 0.9);

    [Fact]
    public void Throwing_and_catching_is_exceptions() => AssertShare("exceptions", nameof(Throw), Throw, 0.85);

    [Fact]
    public void Calls_through_an_interface_with_several_types_are_dispatch()
    {
        LabelShares profile = AssertShare("dispatch", nameof(Dispatch), Dispatch, 0.3);

        Assert.Contains("[interface dispatch: polymorphic]", profile.Names);
    }

    [Fact]
    public void Storing_references_is_the_write_barrier() => AssertShare("barrier", nameof(Store), Store, 0.1);

    [Fact]
    public void Making_objects_is_allocation() => AssertShare("alloc", nameof(Allocate), Allocate, 0.3);

    [Fact]
    public void Reflection_is_reflection() => AssertShare("reflection", nameof(Reflect), Reflect, 0.08);

    [Fact]
    public void Threads_are_a_label_when_asked_for_and_the_library_s_own_are_one_frame()
    {
        using MemoryStream file = new();
        using (CpuProfile.Start(file, new CpuProfileOptions { Frequency = Frequency, ThreadLabels = true }))
        {
            Thread worker = new(() => Load.Burn(LoadNanoseconds)) { Name = "worker 17" };
            worker.Start();
            worker.Join();
        }

        LabelShares profile = new(file.ToArray());

        Assert.InRange(profile.Of("Load.Burn", "thread").GetValueOrDefault("worker #"), 100, long.MaxValue);
        Assert.All(profile.Of("[profiler]", "thread").Keys, thread => Assert.StartsWith("pprof ", thread));
        Assert.DoesNotContain(profile.Names, name => name.StartsWith("Pprof.Unwinding.", StringComparison.Ordinal));
    }

    private static LabelShares AssertShare(string label, string method, Action round, double atLeast)
    {
        LabelShares profile = Take(round);
        Dictionary<string, long> samples = profile.Of($"{nameof(RuntimeWorkTests)}.{method}", "runtime");
        // How long the compiler goes on with the loop itself depends on the machine.
        long all = samples.Where(share => share.Key != "jit").Sum(share => share.Value);

        Assert.True(all >= 50, $"only {all} samples\n{profile.CommentsText}");
        Assert.True(samples.GetValueOrDefault(label) >= atLeast * all, $"{string.Join(' ', samples)}\n{profile.CommentsText}");
        return profile;
    }

    // Once before, so that the methods of the loop and of the profiler are compiled.
    private static LabelShares Take(Action round)
    {
        Run(round, LoadNanoseconds / 10);
        using MemoryStream file = new();
        using (CpuProfile.Start(file, new CpuProfileOptions { Frequency = Frequency }))
        {
            Run(round, LoadNanoseconds);
        }

        return new LabelShares(file.ToArray());
    }

    private static void Run(Action round, long nanoseconds) => Load.OnThreads(1, () =>
    {
        for (long end = Load.ThreadNanoseconds + nanoseconds; Load.ThreadNanoseconds < end;)
        {
            round();
        }
    });

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Collect()
    {
        GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: false);
        GC.KeepAlive(s_live);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Throw()
    {
        try
        {
            ThrowFrom(10);
        }
        catch (InvalidOperationException)
        {
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ThrowFrom(int depth)
    {
        if (depth == 0)
        {
            throw new InvalidOperationException("expected");
        }

        ThrowFrom(depth - 1);
    }

    private interface IShape
    {
        int Sides { get; }
    }

    private sealed class Circle : IShape
    {
        public int Sides => 1;
    }

    private sealed class Triangle : IShape
    {
        public int Sides => 3;
    }

    private sealed class Square : IShape
    {
        public int Sides => 4;
    }

    private sealed class Hexagon : IShape
    {
        public int Sides => 6;
    }

    private static readonly IShape[] s_shapes = [new Circle(), new Triangle(), new Square(), new Hexagon()];
    private static volatile int s_sink;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Dispatch()
    {
        int sides = 0;
        for (int i = 0; i < 10_000; i++)
        {
            sides += s_shapes[i & 3].Sides;
        }

        s_sink = sides;
    }

    private sealed class Node
    {
        public Node? Next { get; set; }
    }

    private static readonly Node[] s_nodes = [.. Enumerable.Range(0, 64).Select(_ => new Node())];

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Store()
    {
        Node[] nodes = s_nodes;
        for (int i = 0; i < 10_000; i++)
        {
            nodes[i & 63].Next = nodes[0];
        }
    }

    private static byte[]? s_kept;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Allocate()
    {
        for (int i = 0; i < 1000; i++)
        {
            s_kept = new byte[100];
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Reflect()
    {
        foreach (MethodInfo method in typeof(string).GetMethods())
        {
            s_sink = method.GetParameters().Length + method.GetCustomAttributesData().Count;
        }
    }
}

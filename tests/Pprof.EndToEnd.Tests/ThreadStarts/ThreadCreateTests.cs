using System.Reflection.Emit;
using System.Text;
using Pprof.TestSupport;
using Xunit;

namespace Pprof.EndToEnd.Tests.ThreadStarts;

/// <summary>The profile <c>threadcreate</c>, with real threads.</summary>
public sealed class ThreadCreateTests
{
    private const string Namespace = "Pprof.EndToEnd.Tests.ThreadStarts.";
    private const string One = Namespace + "Starters.StartOne";
    private const string Another = Namespace + "Starters.StartAnother";

    [Fact]
    public void Stacks_that_start_threads_are_counted_from_the_caller_of_start()
    {
        using ThreadStartProfile starts = new();
        Assert.Null(starts.Source.TryEnable());
        Starters.StartFromHere(5);
        Starters.StartFromThere(3);
        TestSupport.Proto.Profile profile = starts.Read();

        Assert.Equal(5, ThreadStartProfile.CountAt(profile, One));
        Assert.Equal(3, ThreadStartProfile.CountAt(profile, Another));
        string[] stack = [.. ProfileOracle.Names(profile, profile.Sample.First(sample => ProfileOracle.Names(profile, sample).First() == One))];
        Assert.Equal(["Starters.Repeat", "Starters.StartFromHere", "ThreadCreateTests.Stacks_that_start_threads_are_counted_from_the_caller_of_start"],
            stack[1..4].Select(name => name.Replace(Namespace, "", StringComparison.Ordinal)));
        Assert.Equal("threadcreate", profile.StringTable[(int)profile.SampleType.Single().Type]);
        Assert.Equal(profile.Sample.Count, starts.Source.Count);
    }

    [Fact]
    public void Thread_started_before_the_write_is_in_the_profile()
    {
        using ThreadStartProfile starts = new();
        starts.Source.TryEnable();
        for (int i = 1; i <= 10; i++)
        {
            Starters.StartOne();
            Assert.Equal(i, ThreadStartProfile.CountAt(starts.Read(), One));
        }
    }

    [Fact]
    public void Disabled_profile_keeps_what_it_has_and_counts_no_more()
    {
        using ThreadStartProfile starts = new();
        starts.Source.TryEnable();
        Starters.StartFromHere(4);
        starts.Source.Disable();
        Starters.StartFromHere(2);
        Assert.Equal(4, ThreadStartProfile.CountAt(starts.Read(), One));

        starts.Source.TryEnable();
        Starters.StartFromHere(1);
        starts.Source.Disable();

        Assert.Equal(5, ThreadStartProfile.CountAt(starts.Read(), One));
        Assert.Contains(ThreadStartProfile.Comments(starts.Read()), comment => comment.Contains("not recorded since", StringComparison.Ordinal));
    }

    [Fact]
    public void Threads_of_the_library_are_left_out_and_told()
    {
        using ThreadStartProfile starts = new();
        Assert.Null(starts.Source.TryEnable());
        using MemoryStream stream = new();
        using (CpuProfile.Start(stream))
        {
            Starters.StartFromHere(1);
        }

        TestSupport.Proto.Profile profile = starts.Read();

        Assert.DoesNotContain(Stacks(profile), stack => stack[0].StartsWith("Pprof.Threads.", StringComparison.Ordinal));
        Assert.Contains(ThreadStartProfile.Comments(profile), comment => comment.StartsWith("Thread starts of this library's own work are left out: ", StringComparison.Ordinal));
    }

    [Fact]
    public void Profile_that_was_never_enabled_is_empty_and_says_what_to_do()
    {
        using ThreadStartProfile starts = new();

        Assert.Empty(starts.Read().Sample);
        Assert.Contains("Profiling.Enable(ProfileKinds.ThreadCreate)", Assert.Single(ThreadStartProfile.Comments(starts.Read())));
        Assert.Contains("# Thread starts are not recorded", Encoding.UTF8.GetString(starts.Write(debug: 1)));
    }

    [Fact]
    public void Stack_deeper_than_the_runtime_records_is_marked_as_cut()
    {
        using ThreadStartProfile starts = new();
        starts.Source.TryEnable();
        Starters.StartAtDepth(200);
        TestSupport.Proto.Profile profile = starts.Read();

        string[] stack = [.. ProfileOracle.Names(profile, profile.Sample.First(sample => ProfileOracle.Names(profile, sample).First() == One))];
        Assert.Equal("[truncated]", stack[^1]);
        Assert.Equal(Namespace + "Starters.StartAtDepth", stack[^2]);
    }

    [Fact]
    public void Starter_whose_code_is_freed_keeps_its_name()
    {
        using ThreadStartProfile starts = new();
        starts.Source.TryEnable();
        StartFromFreedCode();
        starts.Read();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        Assert.Equal(1, Stacks(starts.Read()).Count(stack => stack.Contains("dynamicClass.StartsAndIsGone")));
    }

    [Fact]
    public void Starts_carry_the_labels_of_the_thread_that_started_them()
    {
        using ThreadStartProfile starts = new();
        starts.Source.TryEnable();
        using (ProfileLabels.Push("cause", "first"))
        {
            Starters.StartFromHere(2);
        }

        Starters.StartFromHere(1);
        using (ProfileLabels.Push("cause", "second"))
        {
            Starters.StartFromHere(3);
        }

        TestSupport.Proto.Profile profile = starts.Read();
        Assert.Equal(
            [("", 1), ("first", 2), ("second", 3)],
            profile.Sample.Where(sample => ProfileOracle.Names(profile, sample).First() == One)
                .GroupBy(sample => ProfileOracle.Label(profile, sample, "cause") ?? "")
                .Select(group => (group.Key, group.Sum(sample => sample.Value[0]))).Order());
    }

    [Fact]
    public void Viewer_names_the_starters()
    {
        GoPprof.Require();
        using ThreadStartProfile starts = new();
        starts.Source.TryEnable();
        Starters.StartFromHere(7);
        byte[] file = starts.Write();

        ToolResult top = GoPprof.Run(file, "-top");
        ToolResult traces = GoPprof.Run(file, "-traces");

        Assert.True(top.ExitCode == 0, top.Error);
        Assert.Contains(top.Output.Split('\n'), line => line.TrimStart().StartsWith("7 ", StringComparison.Ordinal) && line.Contains("StartOne"));
        Assert.Contains("StartFromHere", traces.Output);
    }

    [Fact]
    public void Viewer_reads_the_text_form_with_the_same_total()
    {
        GoPprof.Require();
        using ThreadStartProfile starts = new();
        starts.Source.TryEnable();
        Starters.StartFromHere(7);
        starts.Source.Disable();
        long total = ProfileOracle.Total(starts.Read(), 0);

        ToolResult top = GoPprof.Run(starts.Write(debug: 1), "-top");

        Assert.True(top.ExitCode == 0, top.Error);
        Assert.Contains($"of {total} total", top.Output);
    }

    private static IEnumerable<string[]> Stacks(TestSupport.Proto.Profile profile) =>
        profile.Sample.Select(sample => ProfileOracle.Names(profile, sample).ToArray());

    private static void StartFromFreedCode()
    {
        DynamicMethod method = new("StartsAndIsGone", typeof(int), []);
        ILGenerator il = method.GetILGenerator();
        il.EmitCall(OpCodes.Call, typeof(Starters).GetMethod(nameof(Starters.StartOne))!, null);

        // Something to do after the call, or it would be a tail call and the frame gone.
        il.Emit(OpCodes.Ldc_I4_0);
        il.Emit(OpCodes.Ret);
        method.CreateDelegate<Func<int>>()();
    }
}

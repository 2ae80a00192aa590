using System.Runtime.CompilerServices;
using Pprof.TestSupport;
using Pprof.Tests.Profiles.Catalog;
using Xunit;
using Proto = Pprof.TestSupport.Proto;

namespace Pprof.Tests.Profiles.Goroutine;

public sealed class GoroutineProfileTests
{
    private static Profile Goroutine => Profile.Lookup("goroutine")!;

    [Fact]
    public void Parked_thread_has_the_stack_that_it_saw_itself()
    {
        using ParkedThread parked = new();

        Proto.Profile profile = Write();

        // Below the method that parked lies the wait, which the thread's own trace could not show.
        Assert.Contains(Stacks(profile), stack => stack.SkipWhile(name => name != parked.Trace[0]).SequenceEqual(parked.Trace));
    }

    [Fact]
    public void Threads_that_wait_in_the_same_place_are_counted_together()
    {
        List<ParkedThread> threads = [.. Enumerable.Range(0, 70).Select(_ => new ParkedThread())];
        try
        {
            // On a busy machine some are still on their way into the wait, so it is asked again.
            Proto.Profile profile = Write();
            for (int tries = 1; Waiting(profile).Count() > 1 && tries < 50; tries++)
            {
                Thread.Sleep(100);
                profile = Write();
            }

            Proto.Sample sample = Assert.Single(Waiting(profile));
            Assert.InRange(sample.Value[0], 70, 80);
            Proto.Label label = Assert.Single(sample.Label);
            Assert.Equal(("unit", "thread"), (profile.StringTable[(int)label.Key], profile.StringTable[(int)label.Str]));
        }
        finally
        {
            threads.ForEach(thread => thread.Dispose());
        }

        IEnumerable<Proto.Sample> Waiting(Proto.Profile profile) =>
            profile.Sample.Where(sample => ProfileOracle.Names(profile, sample).Contains(threads[0].Trace[0]));
    }

    [Fact]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Stack_of_the_caller_begins_in_the_method_it_called()
    {
        Proto.Profile profile = Write();

        Assert.Contains(Stacks(profile), stack => stack[0] == "Pprof.Profile.WriteTo"
            && stack[1].EndsWith($"{nameof(GoroutineProfileTests)}.{nameof(Write)}", StringComparison.Ordinal)
            && stack[2].EndsWith(nameof(Stack_of_the_caller_begins_in_the_method_it_called), StringComparison.Ordinal));
    }

    [Fact]
    public void Profile_has_one_value_of_the_name_and_unit_of_the_original()
    {
        Proto.Profile profile = Write();

        Assert.Equal("goroutine", profile.StringTable[(int)Assert.Single(profile.SampleType).Type]);
        Assert.Equal("count", profile.StringTable[(int)profile.SampleType[0].Unit]);
        Assert.DoesNotContain(profile.Sample, sample => sample.LocationId.Count == 0);
    }

    [Fact]
    public void Negative_debug_value_writes_the_binary_form() => Assert.NotEmpty(Write(debug: -1).Sample);

    [Fact]
    public void Count_is_the_number_of_threads_in_managed_code()
    {
        using ParkedThread one = new();
        using ParkedThread two = new();

        Assert.True(Goroutine.Count >= 3, $"{Goroutine.Count} with the caller and two that wait");
    }

    [Fact]
    public void Writers_at_the_same_time_all_get_every_thread()
    {
        using ParkedThread parked = new();
        int missing = 0;

        Parallel.For(0, 16, new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ =>
        {
            if (!Stacks(Write()).Any(stack => stack.Contains(parked.Trace[0])))
            {
                Interlocked.Increment(ref missing);
            }
        });

        Assert.Equal(0, missing);
    }

    // In the runtime's list the older thread stands before the younger: it must not be missed while the list changes.
    [Fact]
    public void When_a_thread_is_there_so_are_all_that_started_before_it()
    {
        List<ParkedThread> threads = [];
        Thread starting = new(() =>
        {
            for (int i = 0; i < 60; i++)
            {
                threads.Add(new ParkedThread($"order {i}"));
            }
        });
        starting.Start();
        try
        {
            while (starting.IsAlive)
            {
                int[] seen = [.. DumpReader.Read(Goroutine).Select(block => block.Name).Where(name => name.StartsWith("order ", StringComparison.Ordinal)).Select(name => int.Parse(name[6..], null))];
                Assert.Equal(Enumerable.Range(0, seen.Length), seen.Order());
            }
        }
        finally
        {
            starting.Join();
            threads.ForEach(thread => thread.Dispose());
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Proto.Profile Write(int debug = 0)
    {
        MemoryStream stream = new();
        Goroutine.WriteTo(stream, debug);
        return ProfileOracle.AssertValid(stream.ToArray());
    }

    private static List<string[]> Stacks(Proto.Profile profile) => [.. profile.Sample.Select(sample => ProfileOracle.Names(profile, sample).ToArray())];
}

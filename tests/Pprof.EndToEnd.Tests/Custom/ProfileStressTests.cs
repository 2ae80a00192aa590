using System.Globalization;
using Pprof.TestSupport;
using Xunit;

namespace Pprof.EndToEnd.Tests.Custom;

/// <summary>
/// Eight threads at once on one profile: adding, removing, writing in every form, looking up. Two seconds; with the environment variable
/// <c>PPROF_STRESS_SECONDS</c> as many as it says.
/// </summary>
public sealed class ProfileStressTests
{
    private static readonly Profile s_profile = Profile.Create("stress.values");
    private static readonly TimeSpan s_duration = TimeSpan.FromSeconds(
        double.Parse(Environment.GetEnvironmentVariable("PPROF_STRESS_SECONDS") ?? "2", CultureInfo.InvariantCulture));

    private int _held;

    [Fact]
    public void Eight_threads_add_remove_write_and_look_up_and_the_counts_are_exact_at_the_end()
    {
        Run(AddAndRemove, AddAndRemove, AddAndRemoveDeep, AddEqualValues, () => Write(0), () => Write(1), () => Write(2), LookUp);

        using MemoryStream stream = new();
        s_profile.WriteTo(stream);
        ProfileOracle.AssertValid(stream);
        stream.Position = 0;

        Assert.Equal(_held, s_profile.Count);
        Assert.Equal(_held, ProfileReport.Read(stream).Total);
        Assert.NotEqual(0, _held);
    }

    private static void Run(params ReadOnlySpan<Action> rounds)
    {
        using CancellationTokenSource stop = new();
        Exception? failure = null;
        List<Thread> threads = [];
        foreach (Action round in rounds)
        {
            threads.Add(new Thread(() =>
            {
                try
                {
                    while (!stop.IsCancellationRequested)
                    {
                        round();
                    }
                }
                catch (Exception e)
                {
                    Interlocked.CompareExchange(ref failure, e, null);
                    stop.Cancel();
                }
            }));
        }

        threads.ForEach(thread => thread.Start());
        stop.CancelAfter(s_duration);
        threads.ForEach(thread => thread.Join());
        Assert.Null(failure);
    }

    // Holds one of every hundred for good.
    private void AddAndRemove()
    {
        object[] values = [.. Enumerable.Range(0, 100).Select(_ => new object())];
        Array.ForEach(values, value => s_profile.Add(value));
        Array.ForEach(values[1..], s_profile.Remove);
        Interlocked.Increment(ref _held);
    }

    private void AddAndRemoveDeep() => Recurse(Random.Shared.Next(600));

    private void Recurse(int depth)
    {
        if (depth == 0)
        {
            AddAndRemove();
        }
        else
        {
            Recurse(depth - 1);
        }
    }

    private void AddEqualValues()
    {
        string value = Random.Shared.Next(1000).ToString(CultureInfo.InvariantCulture);
        try
        {
            s_profile.Add(value);
            Interlocked.Increment(ref _held);
        }
        catch (ArgumentException)
        {
            s_profile.Remove(value);
            Interlocked.Decrement(ref _held);
        }
    }

    private static void Write(int debug)
    {
        using MemoryStream stream = new();
        s_profile.WriteTo(stream, debug);
        Assert.NotEqual(0, stream.Length);
    }

    private static void LookUp()
    {
        Assert.Same(s_profile, Profile.Lookup("stress.values"));
        Assert.Contains(s_profile, Profile.All);
        Assert.InRange(s_profile.Count, 0, int.MaxValue);
    }
}

using Pprof.TestSupport;
using Pprof.TestSupport.Proto;
using Proto = Pprof.TestSupport.Proto;
using Xunit;

namespace Pprof.Tests.Labels;

/// <summary>Labels of threads in the goroutine profile while they change.</summary>
public sealed class GoroutineLabelTests
{
    [Fact]
    public void Labels_that_change_meanwhile_are_those_of_one_push_or_none()
    {
        using CancellationTokenSource end = new();
        Thread[] threads = [.. Enumerable.Range(0, 3).Select(_ => new Thread(() => Churn(end.Token)))];
        Array.ForEach(threads, thread => thread.UnsafeStart());
        List<(string Left, string Right)> seen = [];
        Assert.True(SpinWait.SpinUntil(() => Add(seen) >= 20, Patience.Limit));
        end.Cancel();
        Array.ForEach(threads, thread => thread.Join());

        Assert.All(seen, pair => Assert.Equal(pair.Left, pair.Right));
        seen.Clear();
        Assert.Equal(0, Add(seen));
    }

    private static void Churn(CancellationToken end)
    {
        for (int i = 0; !end.IsCancellationRequested; i++)
        {
            using IDisposable scope = ProfileLabels.Push(new("race.left", $"{i}"), new("race.right", $"{i}"));
            Thread.Yield();
        }
    }

    private static int Add(List<(string Left, string Right)> seen)
    {
        using MemoryStream stream = new();
        Profile.Lookup("goroutine")!.WriteTo(stream);
        Proto.Profile profile = ProfileOracle.AssertValid(stream);
        seen.AddRange(profile.Sample.Select(sample => (ValueOf(profile, sample, "race.left"), ValueOf(profile, sample, "race.right"))).Where(pair => pair != ("", "")));
        return seen.Count;
    }

    private static string ValueOf(Proto.Profile profile, Sample sample, string key) =>
        sample.Label.Where(label => profile.StringTable[(int)label.Key] == key).Select(label => profile.StringTable[(int)label.Str]).SingleOrDefault("");
}

using System.Collections.Concurrent;
using System.Globalization;
using Pprof.TestSupport;
using Xunit;

namespace Pprof.EndToEnd.Tests.Threads;

/// <summary>
/// Several writers of the profile goroutine at once, in every form, while async code starts, completes and carries labels on all
/// threads. Two seconds; with the environment variable <c>PPROF_STRESS_SECONDS</c> as many as it says.
/// </summary>
public sealed class GoroutineStressTests : IDisposable
{
    private static readonly TimeSpan s_duration = TimeSpan.FromSeconds(
        double.Parse(Environment.GetEnvironmentVariable("PPROF_STRESS_SECONDS") ?? "2", CultureInfo.InvariantCulture));

    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentBag<Exception> _failures = [];
    private readonly int[] _written = new int[3];

    public void Dispose()
    {
        Profiling.Disable(ProfileKinds.Tasks);
        _end.Dispose();
    }

    [Fact]
    public async Task Writers_in_every_form_succeed_while_async_code_churns()
    {
        Profiling.Enable(ProfileKinds.Tasks);
        Task[] load = [.. Enumerable.Range(0, 4).Select(_ => Task.Run(ChurnAsync, TestContext.Current.CancellationToken))];
        Thread[] writers = [.. Enumerable.Range(0, 3).Select(debug => new Thread(() => WriteOften(debug)))];
        Array.ForEach(writers, writer => writer.Start());
        _end.CancelAfter(s_duration);
        Array.ForEach(writers, writer => writer.Join());
        await Task.WhenAll(load);

        Assert.Empty(_failures);
        Assert.All(_written, times => Assert.NotEqual(0, times));
    }

    private void WriteOften(int debug)
    {
        Profile goroutine = Profile.Lookup("goroutine")!;
        try
        {
            do
            {
                Write(goroutine, debug);
                _written[debug]++;
            }
            while (!_end.IsCancellationRequested);
        }
        catch (Exception failure)
        {
            _failures.Add(failure);
        }
    }

    private static void Write(Profile goroutine, int debug)
    {
        using MemoryStream stream = new();
        goroutine.WriteTo(stream, debug);
        if (debug == 0)
        {
            TestSupport.Proto.Profile profile = ProfileOracle.AssertValid(stream);
            Assert.NotEqual(0, ProfileOracle.Total(profile, 0));
        }
        else
        {
            Assert.Contains(nameof(WriteOften), System.Text.Encoding.UTF8.GetString(stream.ToArray()), StringComparison.Ordinal);
        }
    }

    private async Task ChurnAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            using (ProfileLabels.Push("round", "churn"))
            {
                await Task.WhenAll(Enumerable.Range(0, 50).Select(DescendAsync));
            }
        }
    }

    private static async Task DescendAsync(int depth)
    {
        if (depth > 0)
        {
            await DescendAsync(depth - 1);
        }

        await Task.Yield();
    }
}

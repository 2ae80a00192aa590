using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Pprof.AspNetCore.Tests;

/// <summary>What a web server without requests shows in <c>block</c>: threads of the framework's own that have nothing to do are no waits of the program.</summary>
public sealed partial class IdleServerTests
{
    [Fact]
    public async Task Threads_of_the_framework_without_work_are_left_out()
    {
        Profiling.Enable(ProfileKinds.Block);
        try
        {
            // A heartbeat is a second long; the logger's queue is waited for until the server has gone.
            await using (await Site.StartAsync(build: builder => builder.Logging.AddConsole().SetMinimumLevel(LogLevel.None)))
            {
                await Task.Delay(TimeSpan.FromSeconds(2.5), TestContext.Current.CancellationToken);
            }

            string block = await TextAsync();

            // Not nothing: when the server ends, the lock inside is contended for an instant, and that is no idleness.
            Assert.InRange(MillisecondsOf(block, "Heartbeat.TimerLoop"), 0, 500);
            Assert.InRange(MillisecondsOf(block, "ConsoleLoggerProcessor.TryDequeue"), 0, 500);
            Assert.Contains("waits of idle threads", block, StringComparison.Ordinal);
        }
        finally
        {
            Profiling.Disable(ProfileKinds.Block);
        }
    }

    // Records begin with the delay in nanoseconds.
    private static double MillisecondsOf(string text, string method) => text.Split("\n\n")
        .Where(record => record.Contains(method, StringComparison.Ordinal))
        .Sum(record => double.Parse(RecordStart().Match(record).Groups[1].Value, CultureInfo.InvariantCulture) / 1e6);

    [GeneratedRegex(@"(?m)^(\d+) \d+ @")]
    private static partial Regex RecordStart();

    private static async Task<string> TextAsync()
    {
        using MemoryStream stream = new();
        await Profile.Lookup("block")!.WriteToAsync(stream, debug: 1, TestContext.Current.CancellationToken);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}

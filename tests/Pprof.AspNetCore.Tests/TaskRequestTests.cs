using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using Pprof.TestSupport;
using Xunit;

namespace Pprof.AspNetCore.Tests;

/// <summary>Async operations of a server that does not record them, asked for by HTTP.</summary>
public sealed class TaskRequestTests(SiteFixture fixture) : IClassFixture<SiteFixture>
{
    [Fact]
    public async Task Operations_that_begin_meanwhile_are_shown_and_not_recorded_any_longer()
    {
        using CancellationTokenSource end = new();
        Task load = LoadAsync(end.Token);
        TestSupport.Proto.Profile profile = null!;
        string text = "";
        await Patience.UntilAsync("an operation is met in flight", async () =>
        {
            profile = ProfileOracle.AssertValid(await fixture.Site.BytesAsync("goroutine?tasks=1&seconds=1"));
            text = Encoding.UTF8.GetString(await fixture.Site.BytesAsync("goroutine?tasks=1&seconds=1&debug=2"));
            return Waits(profile) && text.Contains(nameof(WaitAsync), StringComparison.Ordinal);
        });

        Assert.False(Profiling.Enabled.HasFlag(ProfileKinds.Tasks));
        await end.CancelAsync();
        await load;
    }

    [Fact]
    public async Task Symbol_knows_the_number_that_the_text_shows_for_an_await()
    {
        using CancellationTokenSource end = new();
        Task load = LoadAsync(end.Token);
        Match line = Match.Empty;
        await Patience.UntilAsync("an operation is met in flight", async () =>
        {
            string text = Encoding.UTF8.GetString(await fixture.Site.BytesAsync("goroutine?tasks=1&seconds=1&debug=1"));
            line = Regex.Match(text, $@"(?m)^#\t(0x5[0-9a-f]+)\t(\S*{nameof(WaitAsync)})");
            return line.Success;
        });
        string address = line.Groups[1].Value;
        string symbols = Encoding.UTF8.GetString(await fixture.Site.BytesAsync(string.Create(CultureInfo.InvariantCulture, $"symbol?{address}")));

        Assert.Equal($"num_symbols: 1\n{address} {line.Groups[2].Value}\n", symbols);
        Assert.Equal("num_symbols: 1\n", Encoding.UTF8.GetString(await fixture.Site.BytesAsync("symbol?0x5ffffffffffffff")));
        await end.CancelAsync();
        await load;
    }

    private static bool Waits(TestSupport.Proto.Profile profile) => profile.Sample.Any(
        sample => ProfileOracle.Names(profile, sample).Any(name => name.EndsWith(nameof(WaitAsync), StringComparison.Ordinal)));

    private static async Task LoadAsync(CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            await WaitAsync();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task WaitAsync() => await Task.Delay(50);
}

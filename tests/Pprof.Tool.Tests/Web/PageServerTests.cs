using System.Net;
using Pprof.Tool.Web;
using Xunit;

namespace Pprof.Tool.Tests.Web;

/// <summary>The page is served to this machine and to its own name.</summary>
public sealed class PageServerTests
{
    [Fact]
    public async Task Page_is_served_with_its_policy_at_a_free_port()
    {
        using CancellationTokenSource end = new();
        using PageServer server = PageServer.Start(":", "<p>page</p>"u8.ToArray());
        Task running = server.RunAsync(end.Token);
        using HttpClient client = new();

        HttpResponseMessage answer = await client.GetAsync(server.Address, TestContext.Current.CancellationToken);

        Assert.Equal("<p>page</p>", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Contains(
            "default-src 'none'", answer.Headers.GetValues("Content-Security-Policy")
            .Single(), StringComparison.Ordinal);
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await client.GetAsync(server.Address + "other", TestContext.Current.CancellationToken)).StatusCode);
        await end.CancelAsync();
        await running.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    /// <summary>A page of somebody else that makes its own name mean this machine gets nothing.</summary>
    [Fact]
    public async Task Request_for_another_name_is_refused()
    {
        using CancellationTokenSource end = new();
        using PageServer server = PageServer.Start(":", "<p>page</p>"u8.ToArray());
        Task running = server.RunAsync(end.Token);
        using HttpClient client = new();
        using HttpRequestMessage request = new(HttpMethod.Get, server.Address) { Headers = { Host = "evil.example" } };

        Assert.False((await client.SendAsync(request, TestContext.Current.CancellationToken)).IsSuccessStatusCode);
        await end.CancelAsync();
        await running.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("localhost:nine")]
    [InlineData(":99999")]
    public void Address_that_is_none_is_told(string listen) =>
        Assert.Throws<ToolException>(() => PageServer.Start(listen, []));
}

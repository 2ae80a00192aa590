using System.Net;
using Xunit;

namespace Pprof.AspNetCore.Tests;

/// <summary>The table of the original's own test of its handlers.</summary>
public sealed class HandlerTests(SiteFixture fixture) : IClassFixture<SiteFixture>
{
    private const string Text = "text/plain; charset=utf-8";
    private const string Html = "text/html; charset=utf-8";
    private const string Binary = "application/octet-stream";

    [Theory]
    [InlineData("%3Cscript%3Escripty%3C/script%3E", 404, Text, null, "Unknown profile\n")]
    [InlineData("no-such-profile", 404, Text, null, "Unknown profile\n")]
    [InlineData("no-such-profile?seconds=1", 404, Text, null, "Unknown profile\n")]
    [InlineData("heap?gc=1", 200, Binary, "attachment; filename=\"heap\"", null)]
    [InlineData("goroutine?debug=2", 200, Text, null, null)]
    [InlineData("goroutine?debug=-1", 200, Binary, "attachment; filename=\"goroutine\"", null)]
    [InlineData("cmdline", 200, Text, null, null)]
    [InlineData("profile?seconds=1", 200, Binary, "attachment; filename=\"profile\"", null)]
    [InlineData("symbol", 200, Text, null, "num_symbols: 1\n")]
    [InlineData("trace?seconds=0.1", 200, Binary, "attachment; filename=\"trace\"", null)]
    [InlineData("", 200, Html, null, null)]
    [InlineData("threadcreate?view=flame", 200, Html, null, null)]
    public async Task Status_headers_and_errors_are_those_of_the_original(string path, int status, string type, string? disposition, string? body)
    {
        using HttpResponseMessage response = await fixture.Site.GetAsync(path, TestContext.Current.CancellationToken);
        byte[] content = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode)status, response.StatusCode);
        Assert.Equal(type, response.Content.Headers.ContentType?.ToString());
        Assert.Equal(disposition, response.Content.Headers.ContentDisposition?.ToString());
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("no-store", response.Headers.GetValues("Cache-Control").Single());
        Assert.Equal(status != 200, response.Headers.Contains("X-Go-Pprof"));
        Assert.NotEmpty(content);
        if (body is not null)
        {
            Assert.Equal(body, System.Text.Encoding.UTF8.GetString(content));
        }
    }

    [Theory]
    [MemberData(nameof(Predefined.Names), MemberType = typeof(Predefined))]
    public async Task Every_profile_is_a_file_a_text_and_a_delta(string name)
    {
        await Status_headers_and_errors_are_those_of_the_original(name, 200, Binary, $"attachment; filename=\"{name}\"", null);
        await Status_headers_and_errors_are_those_of_the_original($"{name}?debug=1", 200, Text, null, null);
        await Status_headers_and_errors_are_those_of_the_original($"{name}?seconds=1", 200, Binary, $"attachment; filename=\"{name}-delta\"", null);
        await Status_headers_and_errors_are_those_of_the_original($"{name}?view=flame", 200, Html, null, null);
    }

    [Fact]
    public async Task Command_line_is_arguments_separated_by_NUL()
    {
        string text = await fixture.Site.Client.GetStringAsync("debug/pprof/cmdline", TestContext.Current.CancellationToken);

        Assert.Equal(Environment.GetCommandLineArgs(), text.Split('\0'));
    }

    [Theory]
    [InlineData("")]
    [InlineData("goroutine")]
    [InlineData("cmdline")]
    [InlineData("symbol")]
    [InlineData("profile?seconds=1")]
    [InlineData("trace?seconds=0.1")]
    public async Task Asking_for_the_headers_alone_gets_them(string path)
    {
        using HttpRequestMessage request = new(HttpMethod.Head, $"debug/pprof/{path}");
        using HttpResponseMessage response = await fixture.Site.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.NotNull(response.Content.Headers.ContentType);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("POST", "profile", "GET, HEAD")]
    [InlineData("DELETE", "heap", "GET, HEAD")]
    [InlineData("OPTIONS", "", "GET, HEAD")]
    [InlineData("PUT", "symbol", "GET, HEAD, POST")]
    public async Task Other_methods_are_refused(string method, string path, string allowed)
    {
        using HttpRequestMessage request = new(new HttpMethod(method), $"debug/pprof/{path}");
        using HttpResponseMessage response = await fixture.Site.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Equal(allowed, string.Join(", ", response.Content.Headers.Allow));
        Assert.Equal("1", response.Headers.GetValues("X-Go-Pprof").Single());
        Assert.Equal("Method Not Allowed\n", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}

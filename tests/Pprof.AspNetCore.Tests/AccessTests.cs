using System.Net;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Pprof.AspNetCore.Tests;

/// <summary>Who is answered.</summary>
public sealed class AccessTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("203.0.113.7", false)]
    [InlineData("::ffff:203.0.113.7", false)]
    [InlineData("10.0.0.1", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("127.0.0.1", true)]
    [InlineData("127.255.1.2", true)]
    [InlineData("::ffff:127.0.0.2", true)]
    [InlineData("::1", true)]
    public async Task Peer_that_is_not_this_machine_is_refused(string peer, bool isAnswered)
    {
        await using Site site = await Site.StartAsync(use: app => app.Use(next => context =>
        {
            context.Connection.RemoteIpAddress = IPAddress.Parse(peer);
            return next(context);
        }));

        await AssertAnswerAsync(site, isAnswered, isAnswered ? "" : $"{peer}, which is not this machine");
    }

    [Fact]
    public async Task Every_path_is_closed()
    {
        await using Site site = await Site.StartAsync(use: Foreign);
        foreach (string path in new[] { "", "profile?seconds=99", "trace?seconds=99", "cmdline", "symbol", "goroutine", "goroutine?debug=2", "goroutine?seconds=99", "unknown", "goroutine?view=flame" })
        {
            using HttpResponseMessage response = await site.GetAsync(path, Cancel);
            Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        }
    }

    [Fact]
    public async Task Refusal_names_the_option_and_is_shown_by_the_viewer()
    {
        await using Site site = await Site.StartAsync(use: Foreign);
        using HttpResponseMessage response = await site.GetAsync("profile", Cancel);

        string body = await response.Content.ReadAsStringAsync(Cancel);
        Assert.Contains("AllowRemote = true", body, StringComparison.Ordinal);
        Assert.Contains("MapPprof().RequireAuthorization()", body, StringComparison.Ordinal);
        Assert.Equal("1", response.Headers.GetValues("X-Go-Pprof").Single());
    }

    [Fact]
    public async Task Connection_without_an_address_is_refused()
    {
        await using Site site = await Site.StartAsync(use: app => app.Use(next => context =>
        {
            context.Connection.RemoteIpAddress = null;
            return next(context);
        }));

        await AssertAnswerAsync(site, false, "without an address");
    }

    [Theory]
    [InlineData("X-Forwarded-For", "127.0.0.1")]
    [InlineData("X-Forwarded-For", "203.0.113.7")]
    [InlineData("Forwarded", "for=127.0.0.1")]
    [InlineData("X-Forwarded-Proto", "https")]
    [InlineData("x-forwarded-prefix", "/app")]
    [InlineData("X-Forwarded", "for=127.0.0.1")]
    [InlineData("X-Original-For", "127.0.0.1:80")]
    [InlineData("X-Original-URL", "/")]
    [InlineData("X-Real-IP", "127.0.0.1")]
    [InlineData("Via", "1.1 proxy")]
    [InlineData("CDN-Loop", "cloudflare")]
    [InlineData("CF-Connecting-IP", "127.0.0.1")]
    [InlineData("cf-ray", "230b030023ae2822-SJC")]
    [InlineData("True-Client-IP", "127.0.0.1")]
    [InlineData("X-Client-IP", "127.0.0.1")]
    [InlineData("X-Cluster-Client-IP", "127.0.0.1")]
    [InlineData("Fastly-Client-IP", "127.0.0.1")]
    [InlineData("Fly-Client-IP", "127.0.0.1")]
    [InlineData("X-Azure-ClientIP", "127.0.0.1")]
    [InlineData("X-Envoy-External-Address", "127.0.0.1")]
    [InlineData("X-ARR-LOG-ID", "1")]
    [InlineData("X-Amzn-Trace-Id", "Root=1-67891233-abcdef012345678912345678")]
    [InlineData("X-Cloud-Trace-Context", "105445aa7843bc8bf206b12000100000/1")]
    [InlineData("WL-Proxy-Client-IP", "127.0.0.1")]
    public async Task Request_that_a_proxy_on_this_machine_has_passed_on_is_refused(string header, string value)
    {
        await using Site site = await Site.StartAsync();
        site.Client.DefaultRequestHeaders.Add(header, value);

        await AssertAnswerAsync(site, false, header);
    }

    // A bare proxy_pass of nginx: HTTP/1.0 and no header of its own.
    [Fact]
    public async Task Request_in_the_HTTP_of_an_old_proxy_is_refused()
    {
        await using Site site = await Site.StartAsync();
        using HttpRequestMessage request = new(HttpMethod.Get, "debug/pprof/goroutine") { Version = HttpVersion.Version10 };
        using HttpResponseMessage response = await site.Client.SendAsync(request, Cancel);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Contains("HTTP/1.0", await response.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("X-Request-ID", "7")]
    [InlineData("User-Agent", "curl/8.5.0")]
    [InlineData("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")]
    public async Task Header_that_programs_send_themselves_is_no_sign_of_a_proxy(string header, string value)
    {
        await using Site site = await Site.StartAsync();
        site.Client.DefaultRequestHeaders.Add(header, value);

        await AssertAnswerAsync(site, true);
    }

    // Browsers of before Sec-Fetch-Site say it in these two.
    [Theory]
    [InlineData("goroutine", "Origin", "https://evil.example", false)]
    [InlineData("goroutine", "Origin", "null", false)]
    [InlineData("goroutine", "Origin", "http://localhost:1", false)]
    [InlineData("goroutine", "Origin", "http://SITE", true)]
    [InlineData("goroutine", "Referer", "https://evil.example/page?q=1", false)]
    [InlineData("goroutine", "Referer", "http://SITE/debug/pprof/", true)]
    [InlineData("symbol", "Referer", "https://evil.example/", false)]
    [InlineData("", "Origin", "https://evil.example", false)]
    [InlineData("", "Referer", "https://wiki.example/runbook", true)]
    public async Task Page_that_another_site_has_served_is_refused_but_for_a_link_to_the_index(string path, string header, string value, bool isAnswered)
    {
        await using Site site = await Site.StartAsync();
        site.Client.DefaultRequestHeaders.TryAddWithoutValidation(header, value.Replace("SITE", site.Root.Authority, StringComparison.Ordinal));
        using HttpResponseMessage response = await site.GetAsync(path, Cancel);

        Assert.Equal(isAnswered ? HttpStatusCode.OK : HttpStatusCode.Forbidden, response.StatusCode);
    }

    // The client claims to be local, and the application believes in forwarded headers.
    [Theory]
    [InlineData("127.0.0.1", "X-Original-For")]
    [InlineData("::1", "X-Original-For")]
    [InlineData("203.0.113.7", "203.0.113.7")]
    public async Task Forged_header_does_not_open_what_the_middleware_for_forwarded_headers_has_rewritten(string claim, string reason)
    {
        await using Site site = await Site.StartAsync(use: app => app.UseForwardedHeaders(new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.All }));
        site.Client.DefaultRequestHeaders.Add("X-Forwarded-For", claim);

        await AssertAnswerAsync(site, false, reason);
    }

    // The other direction: the socket's peer is foreign, and something has written a local address over it and removed the traces.
    [Fact]
    public async Task Socket_of_the_connection_counts_whatever_the_request_says()
    {
        if (ForeignAddress.OfThisMachine is not { } address)
        {
            Assert.Skip("This machine has no address but those of loopback.");
            return;
        }

        await using Site site = await Site.StartAsync(
            build: builder => builder.WebHost.UseUrls($"http://{address}:0"),
            use: app => app.Use(next => context =>
            {
                context.Connection.RemoteIpAddress = IPAddress.Loopback;
                return next(context);
            }));
        site.Client.DefaultRequestHeaders.Host = "localhost";

        await AssertAnswerAsync(site, false, address.ToString());
    }

    [Theory]
    [InlineData("localhost", true)]
    [InlineData("LOCALHOST:1234", true)]
    [InlineData("app.localhost:80", true)]
    [InlineData("127.0.0.1:5000", true)]
    [InlineData("[::1]:5000", true)]
    [InlineData("rebound.example.com", false)]
    [InlineData("127.0.0.1.example.com", false)]
    [InlineData("192.0.2.1", false)]
    public async Task Name_of_another_host_is_refused(string host, bool isAnswered)
    {
        await using Site site = await Site.StartAsync();
        site.Client.DefaultRequestHeaders.Host = host;

        await AssertAnswerAsync(site, isAnswered, isAnswered ? "" : "Host header");
    }

    [Fact]
    public async Task Option_opens_to_everybody()
    {
        await using Site site = await Site.StartAsync(options => options.AllowRemote = true, use: Foreign);
        site.Client.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.7");

        await AssertAnswerAsync(site, true);
    }

    [Fact]
    public async Task Authorization_opens_and_is_asked()
    {
        await using Site site = await StartWithAuthorizationAsync(endpoints => endpoints.RequireAuthorization());
        using HttpResponseMessage stranger = await site.GetAsync("goroutine", Cancel);
        Assert.Equal(HttpStatusCode.Unauthorized, stranger.StatusCode);

        site.Client.DefaultRequestHeaders.Add(KeyAuthentication.Header, KeyAuthentication.Key);

        await AssertAnswerAsync(site, true);
    }

    [Fact]
    public async Task Authorization_that_lets_anonymous_requests_pass_does_not_open()
    {
        await using Site site = await StartWithAuthorizationAsync(endpoints => endpoints.RequireAuthorization().AllowAnonymous());

        await AssertAnswerAsync(site, false, "not this machine");
    }

    [Fact]
    public async Task Host_that_the_program_requires_opens()
    {
        await using Site site = await Site.StartAsync(use: Foreign, conventions: endpoints => endpoints.RequireHost("profiles.example.com"));
        site.Client.DefaultRequestHeaders.Host = "profiles.example.com";
        await AssertAnswerAsync(site, true);

        site.Client.DefaultRequestHeaders.Host = "example.com";
        using HttpResponseMessage other = await site.GetAsync("goroutine", Cancel);
        Assert.Equal(HttpStatusCode.NotFound, other.StatusCode);
    }

    // The Host header is the client's to write, the port it is connected to is not.
    [Fact]
    public async Task Port_that_the_program_requires_must_be_that_of_the_connection()
    {
        await using Site site = await Site.StartAsync(use: Foreign, conventions: endpoints => endpoints.RequireHost("*:9"));
        site.Client.DefaultRequestHeaders.Host = "anything:9";

        await AssertAnswerAsync(site, false, "not this machine");
    }

    // A rule that names this machine is meant to keep others out, and they can write its name as well.
    [Theory]
    [InlineData("localhost", "localhost", false)]
    [InlineData("LocalHost", "localhost", false)]
    [InlineData("*.localhost", "app.localhost", false)]
    [InlineData("127.0.0.1", "127.0.0.1", false)]
    [InlineData("localhost:9", "localhost:9", false)]
    [InlineData("example.com:9", "example.com:9", false)]
    [InlineData("*:9", "localhost:9", true)]
    [InlineData("*.example.com", "profiles.example.com", true)]
    public async Task Rule_about_the_host_opens_by_a_foreign_name_or_by_a_port_alone(string rule, string host, bool isAnswered)
    {
        await using Site site = await Site.StartAsync(
            use: app =>
            {
                Foreign(app);
                app.Use(next => context =>
                {
                    context.Connection.LocalPort = 9;
                    return next(context);
                });
            },
            conventions: endpoints => endpoints.RequireHost(rule));
        site.Client.DefaultRequestHeaders.Host = host;

        await AssertAnswerAsync(site, isAnswered, "not this machine");
    }

    [Theory]
    [InlineData("none", true)]
    [InlineData("same-origin", true)]
    [InlineData("same-site", false)]
    [InlineData("cross-site", false)]
    public async Task Page_of_another_site_in_a_browser_on_this_machine_is_refused(string site, bool isAnswered)
    {
        await using Site server = await Site.StartAsync();
        server.Client.DefaultRequestHeaders.Add("Sec-Fetch-Site", site);

        await AssertAnswerAsync(server, isAnswered, "Sec-Fetch-Site: " + site);
    }

    // A person follows a link to the index: the answer is for their eyes, and costs a look a second. Frames, pictures and scripts of other pages get nothing.
    [Theory]
    [InlineData("", "navigate", "document", true)]
    [InlineData("", "navigate", "iframe", false)]
    [InlineData("", "no-cors", "image", false)]
    [InlineData("", "cors", "empty", false)]
    [InlineData("goroutine", "navigate", "document", false)]
    [InlineData("profile", "navigate", "document", false)]
    public async Task Link_on_another_page_leads_to_the_index_and_nowhere_else(string path, string mode, string destination, bool isAnswered)
    {
        await using Site server = await Site.StartAsync();
        server.Client.DefaultRequestHeaders.Add("Sec-Fetch-Site", "cross-site");
        server.Client.DefaultRequestHeaders.Add("Sec-Fetch-Mode", mode);
        server.Client.DefaultRequestHeaders.Add("Sec-Fetch-Dest", destination);
        using HttpResponseMessage response = await server.GetAsync(path, Cancel);

        Assert.Equal(isAnswered ? HttpStatusCode.OK : HttpStatusCode.Forbidden, response.StatusCode);
    }

    // The program has switched the framework's check off, and its authorization does not stand in the way: nobody was asked.
    [Fact]
    public async Task Authorization_that_was_never_run_does_not_open()
    {
        await using Site site = await Site.StartAsync(
            build: builder =>
            {
                builder.Services.Configure<RouteOptions>(options => options.SuppressCheckForUnhandledSecurityMetadata = true);
            },
            use: Foreign,
            conventions: endpoints => endpoints.RequireAuthorization());

        await AssertAnswerAsync(site, false, "not this machine");
    }

    [Fact]
    public async Task Method_that_is_not_there_is_told_to_those_only_who_may_ask()
    {
        await using Site site = await Site.StartAsync(use: Foreign);
        using HttpResponseMessage response = await site.Client.PostAsync("debug/pprof/heap", null, Cancel);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    private static void Foreign(WebApplication app) => app.Use(next => context =>
    {
        context.Connection.RemoteIpAddress = IPAddress.Parse("203.0.113.7");
        return next(context);
    });

    private static Task<Site> StartWithAuthorizationAsync(Action<IEndpointConventionBuilder> conventions) => Site.StartAsync(
        build: builder =>
        {
            builder.Services.AddAuthentication(KeyAuthentication.Scheme).AddScheme<AuthenticationSchemeOptions, KeyAuthentication>(KeyAuthentication.Scheme, null);
            builder.Services.AddAuthorization();
        },
        use: app =>
        {
            Foreign(app);
            app.UseAuthentication();
            app.UseAuthorization();
        },
        conventions: conventions);

    private static async Task AssertAnswerAsync(Site site, bool isAnswered, string reason = "")
    {
        using HttpResponseMessage response = await site.GetAsync("goroutine", Cancel);
        Assert.Equal(isAnswered ? HttpStatusCode.OK : HttpStatusCode.Forbidden, response.StatusCode);
        if (!isAnswered)
        {
            Assert.Contains(reason, await response.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        }
    }
}

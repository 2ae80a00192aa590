using System.Net;
using Xunit;

namespace Pprof.AspNetCore.Tests;

/// <summary>Whatever is asked, there is one answer, at once, that says what is wrong; and the server goes on.</summary>
public sealed class ParameterTests(SiteFixture fixture) : IClassFixture<SiteFixture>
{
    private const string Seconds = "invalid value for \"seconds\" - must be a positive integer\n";

    [Theory]
    [InlineData("profile?seconds=99999999", "invalid value for \"seconds\" - must be at most 600 (PprofOptions.MaxDuration)\n")]
    [InlineData("profile?seconds=-1", Seconds)]
    [InlineData("profile?seconds=0", Seconds)]
    [InlineData("profile?seconds=NaN", Seconds)]
    [InlineData("profile?seconds=1.5", Seconds)]
    [InlineData("profile?seconds=1e3", Seconds)]
    [InlineData("profile?seconds=9223372036854775808", Seconds)]
    [InlineData("profile?seconds=%00", Seconds)]
    [InlineData("profile?seconds=1%0d%0aSet-Cookie:x", Seconds)]
    [InlineData("profile?hz=0", "invalid value for \"hz\" - must be from 1 to 1000\n")]
    [InlineData("profile?hz=1001", "invalid value for \"hz\" - must be from 1 to 1000\n")]
    [InlineData("profile?hz=fast", "invalid value for \"hz\" - must be an integer\n")]
    [InlineData("profile?threads=all", "invalid value for \"threads\" - must be an integer\n")]
    [InlineData("goroutine?tasks=1", "\"tasks\" parameter is for goroutine with seconds: goroutine?tasks=1&seconds=5 records async operations for 5 s and shows those in flight then\n")]
    [InlineData("heap?tasks=1&seconds=1", "\"tasks\" parameter is for goroutine with seconds: goroutine?tasks=1&seconds=5 records async operations for 5 s and shows those in flight then\n")]
    [InlineData("profile?windows=0.01", "invalid value for \"windows\" - must be from 0.1 to 1 (seconds)\n")]
    [InlineData("profile?windows=often", "invalid value for \"windows\" - must be from 0.1 to 1 (seconds)\n")]
    [InlineData("profile?stacks=inverted", "invalid value for \"stacks\" - must be \"physical\", \"logical\", or left out\n")]
    [InlineData("profile?view=tree", "invalid value for \"view\" - must be \"flame\", \"md\", \"json\", or left out\n")]
    [InlineData("goroutine?debug=x", "invalid value for \"debug\" - must be an integer\n")]
    [InlineData("goroutine?debug=99999999999", "invalid value for \"debug\" - must be an integer\n")]
    [InlineData("goroutine?gc=yes", "invalid value for \"gc\" - must be an integer\n")]
    [InlineData("goroutine?seconds=x", Seconds)]
    [InlineData("goroutine?seconds=-1", Seconds)]
    [InlineData("goroutine?seconds=1&debug=1", "seconds and debug params are incompatible\n")]
    [InlineData("goroutine?view=flame&debug=1", "view and debug params are incompatible\n")]
    [InlineData("profile?seconds=1&debug=1", "\"debug\" parameter is not supported for a CPU profile, which has no text form\n")]
    [InlineData("trace?seconds=1&debug=1", "\"debug\" parameter is not supported for a trace, which has no text form\n")]
    [InlineData("trace?seconds=1&view=flame", "\"view\" parameter is not supported for a trace, which is a file for other tools\n")]
    [InlineData("trace?seconds=NaN", "invalid value for \"seconds\" - must be a positive number\n")]
    [InlineData("trace?seconds=Infinity", "invalid value for \"seconds\" - must be at most 600 (PprofOptions.MaxDuration)\n")]
    [InlineData("trace?seconds=1e300", "invalid value for \"seconds\" - must be at most 600 (PprofOptions.MaxDuration)\n")]
    [InlineData("trace?seconds=-0.5", "invalid value for \"seconds\" - must be a positive number\n")]
    public async Task Value_without_sense_is_refused_with_a_sentence(string path, string body)
    {
        using HttpResponseMessage response = await fixture.Site.GetAsync(path, TestContext.Current.CancellationToken);

        Assert.Equal(body, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("1", response.Headers.GetValues("X-Go-Pprof").Single());
        Assert.Equal(0, CpuRecording.RunningCount);
    }

    [Theory]
    [InlineData("debug/pprof/%2e%2e/%2e%2e/etc/passwd")]
    [InlineData("debug/pprof/..%2f..%2fetc%2fpasswd")]
    [InlineData("debug/pprof/goroutine%20")]
    [InlineData("debug/pprof/Goroutine")]
    [InlineData("debug/pprof/goroutine/x")]
    [InlineData("debug/pprof/goroutine/")]
    [InlineData("debug/pprof/profile/")]
    [InlineData("debug/pprof/trace/")]
    [InlineData("debug/pprof/cmdline/")]
    [InlineData("debug/pprof/symbol/")]
    public async Task Path_that_is_none_is_not_found(string path)
    {
        using HttpResponseMessage response = await fixture.Site.Client.GetAsync(path, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    // What is said of it names nothing of it, and is no page.
    [Theory]
    [InlineData("%3Cscript%3Ealert(1)%3C%2Fscript%3E")]
    [InlineData("goroutine%22%3E%3Cscript%3E")]
    public async Task Name_with_markup_comes_back_as_no_markup(string name)
    {
        using HttpResponseMessage response = await fixture.Site.GetAsync(name, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.DoesNotContain("<script", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.NotEqual("text/html", response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Name_with_a_NUL_is_refused()
    {
        using HttpResponseMessage response = await fixture.Site.GetAsync("goroutine%00", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Empty_values_are_the_defaults()
    {
        using HttpResponseMessage response = await fixture.Site.GetAsync("goroutine?seconds=&debug=&gc=&view=", TestContext.Current.CancellationToken);

        Assert.Equal("attachment; filename=\"goroutine\"", response.Content.Headers.ContentDisposition?.ToString());
    }

    [Fact]
    public async Task Time_of_a_programs_own_profile_is_refused_as_the_original_does()
    {
        Profile.Create("parameters.own");
        using HttpResponseMessage response = await fixture.Site.GetAsync("parameters.own?seconds=1", TestContext.Current.CancellationToken);

        Assert.Equal("\"seconds\" parameter is not supported for this profile type\n", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }
}

using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Pprof.AspNetCore.Tests;

/// <summary>The code on the page about these endpoints compiles here.</summary>
public sealed partial class HttpPageTests
{
    [Fact]
    public void Code_of_the_page_is_code_that_compiles()
    {
        string compiled = File.ReadAllText(Path.Combine(Clone.Root, "tests", "Pprof.AspNetCore.Tests", "HttpPageTests.cs"));
        string[] lines = [.. Fence().Matches(File.ReadAllText(Path.Combine(Clone.Root, "docs", "http.md")))
            .SelectMany(block => block.Groups[1].Value.Split('\n'))
            .Select(line => line.Split("  //")[0].Trim())
            .Where(line => line.Length > 0)];

        Assert.NotEmpty(lines);
        Assert.All(lines, line => Assert.Contains(line, compiled, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Code_of_the_page_runs()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddPprof();
        builder.Services.AddPprof(options => options.AllowRemote = true);
        WebApplication app = builder.Build();
        app.MapPprof();
        app.MapPprof().RequireAuthorization("operators");
        app.MapPprof().RequireHost("*:9090");
        await app.DisposeAsync();
    }

    // Compiled and not run: it would listen everywhere, and record until the end of the process.
    public static WebApplication ForContinuousProfilers(WebApplicationBuilder builder)
    {
        builder.WebHost.UseUrls("http://*:8080", "http://*:9090");
        builder.Services.AddPprof(options => options.Enable = ProfileKinds.Heap | ProfileKinds.Block | ProfileKinds.Mutex);
        WebApplication app = builder.Build();
        app.MapPprof().RequireHost("*:9090");
        return app;
    }

    [GeneratedRegex("^```csharp\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();
}

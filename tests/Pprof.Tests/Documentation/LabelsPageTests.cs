using Pprof.Tests.Architecture;
using Xunit;

namespace Pprof.Tests.Documentation;

/// <summary>The code on the page about labels compiles here, and does what the page says.</summary>
public sealed class LabelsPageTests
{
    private delegate Task Handler(Request request);

    [Fact]
    public void Code_of_the_page_is_code_that_compiles()
    {
        string compiled = Words(File.ReadAllText(Repository.PathOf("tests", "Pprof.Tests", "Documentation", "LabelsPageTests.cs")));

        Assert.All(
            Markdown.Blocks(File.ReadAllText(Repository.PathOf("docs", "labels.md")), "csharp"),
            block => Assert.Contains(Words(block), compiled, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Middleware_labels_what_it_wraps()
    {
        string seen = "";
        Request request = new("/orders/{id}", "t1");
        await WithLabels(async _ =>
        {
            await Task.Yield();
            seen = string.Join(' ', ProfileLabels.Current.Select(label => $"{label.Key}={label.Value}"));
        })(request);

        Assert.Equal("route=/orders/{id} tenant=t1", seen);
        Assert.Equal(["route"], await RunAsync(request));
        Assert.Empty(ProfileLabels.Current);
    }

    private static Handler WithLabels(Handler next) => async request =>
    {
        using (ProfileLabels.Push(new("route", request.Route), new("tenant", request.Tenant)))
        {
            await next(request);
        }
    };

    private static async Task<IEnumerable<string>> RunAsync(Request request)
    {
        IEnumerable<string> keys = [];
        using (ProfileLabels.Push("route", "/orders/{id}"))
        {
            await HandleAsync(request);
        }

        return keys;

        Task HandleAsync(Request _)
        {
            keys = ProfileLabels.Current.Keys;
            return Task.CompletedTask;
        }
    }

    private static string Words(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private sealed record Request(string Route, string Tenant);
}

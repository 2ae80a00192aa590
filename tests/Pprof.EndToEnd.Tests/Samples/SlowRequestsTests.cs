using System.Text.RegularExpressions;
using Pprof.TestSupport;
using Xunit;

namespace Pprof.EndToEnd.Tests.Samples;

/// <summary>The way from slow requests and an idle processor to the line, as <c>samples/SlowRequests</c> shows it.</summary>
public sealed partial class SlowRequestsTests
{
    [Fact]
    public void Commands_of_the_page_lead_to_the_line()
    {
        GoPprof.Require();
        string root = AppContext.BaseDirectory[..AppContext.BaseDirectory.IndexOf("/artifacts/", StringComparison.Ordinal)];
        ConsoleSession page = new(File.ReadAllText(Path.Combine(root, "samples", "SlowRequests", "README.md")));
        string sample = AppContext.BaseDirectory.Replace("Pprof.EndToEnd.Tests", "SlowRequests", StringComparison.Ordinal) + "SlowRequests.dll";
        using TemporaryFolder folder = new();

        page.Run(folder.PathOf(), script => script.Replace("dotnet run -c Release --project samples/SlowRequests", $"dotnet '{sample}'", StringComparison.Ordinal), NameOfSample());
    }

    // The routes, the state that says it, the method and the line that are found.
    [GeneratedRegex(@"^/(order|stock) |: /order|waiting in Task\.Wait|SlowRequests\.PriceList\.PriceOf|\d+: +return FetchAsync.*", RegexOptions.Multiline)]
    private static partial Regex NameOfSample();
}

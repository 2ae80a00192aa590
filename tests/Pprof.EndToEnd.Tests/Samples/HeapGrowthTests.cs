using System.Text.RegularExpressions;
using Pprof.TestSupport;
using Xunit;

namespace Pprof.EndToEnd.Tests.Samples;

/// <summary>The way from growing memory to the line, as <c>samples/HeapGrowth</c> shows it.</summary>
public sealed partial class HeapGrowthTests
{
    [Fact]
    public void Commands_of_the_page_lead_to_the_line()
    {
        GoPprof.Require();
        string root = AppContext.BaseDirectory[..AppContext.BaseDirectory.IndexOf("/artifacts/", StringComparison.Ordinal)];
        ConsoleSession page = new(File.ReadAllText(Path.Combine(root, "samples", "HeapGrowth", "README.md")));
        string sample = AppContext.BaseDirectory.Replace("Pprof.EndToEnd.Tests", "HeapGrowth", StringComparison.Ordinal) + "HeapGrowth.dll";
        using TemporaryFolder folder = new();

        page.Run(folder.PathOf(), script => script.Replace("dotnet run -c Release --project samples/HeapGrowth", $"dotnet '{sample}'", StringComparison.Ordinal), NameOfSample());
    }

    // The files with the profiles, the method and the line that are found. When the runtime compiles the others into their callers differs from run to run.
    [GeneratedRegex(@"HeapGrowth\.QuoteService\.Render|[a-z]+\.pb\.gz|\d+: +return Encoding.*")]
    private static partial Regex NameOfSample();
}

using Pprof.Format;
using Pprof.Tests.Architecture;
using Xunit;

namespace Pprof.Tests.Documentation;

/// <summary>Documentation that cannot lie.</summary>
public sealed class DocumentationTests
{
    private static readonly string s_readme = File.ReadAllText(Repository.PathOf("README.md"));

    [Fact]
    public void Links_between_pages_lead_somewhere() => Assert.Empty(
        from page in Markdown.Files
        from link in Markdown.LocalLinks(File.ReadAllText(page))
        where !Path.Exists(Path.Combine(Path.GetDirectoryName(page)!, link))
        select $"{Path.GetFileName(page)} links to {link}");

    [Fact]
    public void Code_of_the_readme_is_code_that_compiles()
    {
        string compiled = Words(File.ReadAllText(Repository.PathOf("tests", "Pprof.Tests", "Documentation", "ReadmeCode.cs")));

        Assert.All(
            Markdown.Blocks(s_readme, "csharp").SelectMany(block => block.Split("\n\n")),
            part => Assert.Contains(Words(part), compiled, StringComparison.Ordinal));
    }

    [Fact]
    public void Commands_of_the_readme_are_those_that_are_checked()
    {
        string commands = Markdown.Blocks(s_readme, "bash").First();

        Assert.Equal("dotnet run -c Release --project samples/Quickstart\ndotnet test -c Release\n", commands);
        Assert.True(File.Exists(Repository.PathOf("samples", "Quickstart", "Quickstart.csproj")));
        Assert.Contains("dotnet test -c Release 2>&1", File.ReadAllText(Repository.PathOf(".ci", "run")), StringComparison.Ordinal);
    }

    [Fact]
    public void Output_in_the_readme_has_the_columns_that_are_printed()
    {
        StringWriter printed = new() { NewLine = "\n" };
        using MemoryStream file = new();
        new ProfileData { SampleTypes = [new SampleType("cpu", "nanoseconds")] }.WriteTo(file);
        file.Position = 0;
        ProfileReport.Read(file).WriteTo(printed);

        Assert.Contains(printed.ToString().Split('\n')[1] + "\n", s_readme, StringComparison.Ordinal);
    }

    private static string Words(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}

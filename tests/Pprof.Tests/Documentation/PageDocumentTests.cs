using Pprof.Tests.Architecture;
using Xunit;

namespace Pprof.Tests.Documentation;

/// <summary>The code of docs/page.md compiles here and does what the page says.</summary>
public sealed class PageDocumentTests
{
    private static readonly string s_page = File.ReadAllText(Repository.PathOf("docs", "page.md"));

    [Fact]
    public void Code_of_the_page_is_code_that_compiles()
    {
        string compiled = Words(File.ReadAllText(Repository.PathOf("tests", "Pprof.Tests", "Documentation", "PageDocumentTests.cs")));

        Assert.All(Markdown.Blocks(s_page, "csharp"), block => Assert.Contains(Words(block), compiled, StringComparison.Ordinal));
    }

    /// <summary>Every frame that stands for a loss has its sentence on the page.</summary>
    [Fact]
    public void Every_kind_of_loss_has_its_sentence()
    {
        string about = File.ReadAllText(Repository.PathOf("src", "Pprof", "Reporting", "Page", "Assets", "about.js"));
        string markers = File.ReadAllText(Repository.PathOf("src", "Pprof", "Symbolization", "MarkerSymbols.cs"));
        string[] names = [.. markers.Split("new(\"").Skip(1).Select(rest => rest[..rest.IndexOf('"', StringComparison.Ordinal)])];

        Assert.True(names.Length >= 6);
        Assert.All(names, name => Assert.Contains($"'{name}':", about, StringComparison.Ordinal));
    }

    internal static void Write()
    {
        using FileStream html = File.Create("cpu.html");
        ProfilePage.Write(html, File.ReadAllBytes("cpu.pb.gz"), new ProfilePageOptions { Title = "Checkout" });
    }

    internal static void WriteMore(Stream html, byte[] profile, byte[] after, byte[] before)
    {
        ProfilePage.Write(html, profile, new ProfilePageOptions { ShowSources = true, SourcePaths = ["/src/shop"] });
        ProfilePage.WriteDifference(html, after, before, new ProfilePageOptions { Title = "Checkout, with the cache" });
    }

    private static string Words(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}

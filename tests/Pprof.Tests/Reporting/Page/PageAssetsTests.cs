using Pprof.Reporting;
using Pprof.Tests.Architecture;
using Xunit;

namespace Pprof.Tests.Reporting.Page;

/// <summary>Rules for the page's own files, read from the source tree.</summary>
public sealed class PageAssetsTests
{
    private const int MaximumLines = 300;

    private static readonly (string Name, string Text)[] s_files =
        [.. Directory.EnumerateFiles(Repository.PathOf("src", "Pprof", "Reporting", "Page", "Assets")).Select(file => (Path.GetFileName(file), File.ReadAllText(file)))];

    [Fact]
    public void Every_script_of_the_folder_is_in_the_page() => Assert.Empty(
        from file in s_files
        where file.Name.EndsWith(".js", StringComparison.Ordinal) && !PageAssets.Shared.Script.Contains(file.Text.ReplaceLineEndings("\n"), StringComparison.Ordinal)
        select file.Name);

    [Theory]
    [InlineData("://")]
    [InlineData("src=")]
    [InlineData("@import")]
    [InlineData("url(")]
    [InlineData("fetch(")]
    [InlineData("XMLHttpRequest")]
    public void Nothing_is_loaded_from_elsewhere(string how) => Assert.Empty(
        from file in s_files
        where file.Text.Replace("ObjectURL(", "", StringComparison.Ordinal).Contains(how, StringComparison.OrdinalIgnoreCase)
        select file.Name);

    [Theory]
    [InlineData("innerHTML")]
    [InlineData("outerHTML =")]
    [InlineData("insertAdjacentHTML")]
    [InlineData("document.write")]
    [InlineData("eval(")]
    [InlineData("new Function")]
    [InlineData(".srcdoc")]
    public void No_text_is_ever_parsed_as_markup_or_code(string how) => Assert.Empty(
        from file in s_files
        where file.Text.Contains(how, StringComparison.Ordinal)
        select file.Name);

    [Theory]
    [InlineData("</script")]
    [InlineData("</style")]
    [InlineData("<!--")]
    public void Script_and_style_do_not_end_their_element(string end)
    {
        Assert.DoesNotContain(end, PageAssets.Shared.Script, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(end, PageAssets.Shared.Style, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Files_are_short() => Assert.Empty(
        from file in s_files
        where file.Text.AsSpan().Count('\n') > MaximumLines
        select file.Name);
}

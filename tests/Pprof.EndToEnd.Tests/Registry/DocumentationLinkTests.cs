using System.Runtime.CompilerServices;
using Pprof.TestSupport;
using Xunit;
using Proto = Pprof.TestSupport.Proto;

namespace Pprof.EndToEnd.Tests.Registry;

/// <summary>Every profile leads to the page of the documentation that says what it means.</summary>
public sealed class DocumentationLinkTests
{
    private static readonly Uri s_address = new("https://wiki.example.org/pprof");

    [Fact]
    public void Every_kind_of_profile_names_a_page_that_there_is()
    {
        Uri? before = Profiling.DocumentationAddress;
        Profiling.DocumentationAddress = s_address;
        try
        {
            Profile.Create("documentation.own");
            string[] links = [Link(Cpu()), .. Profile.All.Select(profile => Link(Bytes(profile)))];

            Assert.All(links, link => Assert.StartsWith("https://wiki.example.org/pprof/", link, StringComparison.Ordinal));
            Assert.All(links, link => EnsureThere(link[(s_address.AbsoluteUri.Length + 1)..]));
            Assert.True(links.Distinct().Count() >= 7, string.Join(' ', links));
        }
        finally
        {
            Profiling.DocumentationAddress = before;
        }
    }

    [Fact]
    public void Without_an_address_there_is_no_link()
    {
        Uri? before = Profiling.DocumentationAddress;
        Profiling.DocumentationAddress = null;
        try
        {
            Assert.Equal("", Link(Bytes(Profile.Lookup("threadcreate")!)));
        }
        finally
        {
            Profiling.DocumentationAddress = before;
        }
    }

    [Theory]
    [InlineData("docs/")]
    [InlineData("javascript:alert(1)")]
    public void Address_that_is_no_page_of_the_web_is_refused(string address)
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => Profiling.DocumentationAddress = new Uri(address, UriKind.RelativeOrAbsolute));

        Assert.Contains("must be an absolute http or https address", error.Message, StringComparison.Ordinal);
    }

    private static byte[] Cpu()
    {
        MemoryStream file = new();
        CpuProfile.Start(file).Dispose();
        return file.ToArray();
    }

    private static byte[] Bytes(Profile profile)
    {
        MemoryStream file = new();
        profile.WriteTo(file);
        return file.ToArray();
    }

    private static string Link(byte[] file)
    {
        Proto.Profile profile = ProfileOracle.AssertValid(file);
        return profile.StringTable[(int)profile.DocUrl];
    }

    private static void EnsureThere(string page, [CallerFilePath] string here = "")
    {
        string[] parts = page.Split('#');
        string file = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "docs", parts[0]));
        Assert.True(File.Exists(file), file);
        string[] headings = [.. File.ReadLines(file).Where(line => line.StartsWith('#')).Select(line => line.TrimStart('#', ' ').Replace(' ', '-').ToLowerInvariant())];
        Assert.All(parts.Skip(1), anchor => Assert.Contains(anchor, headings));
    }
}

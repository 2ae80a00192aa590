using Pprof.Reporting;

namespace Pprof;

/// <summary>
/// A profile as a page to look at: flame graph, table of functions, callers and callees. One HTML file that holds everything, asks nothing
/// of any server, and works from disk, as an attachment or as an answer to a request.
/// </summary>
/// <example>
/// <code>
/// using FileStream html = File.Create("cpu.html");
/// ProfilePage.Write(html, File.ReadAllBytes("cpu.pb.gz"), new ProfilePageOptions { Title = "Checkout" });
/// </code>
/// </example>
public static class ProfilePage
{
    /// <summary>
    /// The value of the header <c>Content-Security-Policy</c> for an answer with this page: it allows the page's own script and style, by
    /// their hashes, and nothing else. The page carries the same in itself, for use as a file, but for <c>frame-ancestors</c>, which only counts in a header.
    /// </summary>
    public static string ContentSecurityPolicy => PageAssets.Shared.Policy + "; frame-ancestors 'none'";

    /// <summary>Writes the page as UTF-8 and leaves the stream open. Nothing is written when the profile cannot be read.</summary>
    /// <param name="html">Receives the page. What it throws reaches the caller unchanged.</param>
    /// <param name="profile">A file of the pprof format, compressed or not, whoever wrote it.</param>
    /// <param name="options">Title, first sample type, sources; null for the defaults.</param>
    /// <exception cref="ArgumentNullException"><paramref name="html"/> is null.</exception>
    /// <exception cref="ArgumentException">The profile has no such sample type; the message names those it has.</exception>
    /// <exception cref="FormatException">The content is not a valid profile, or reading it would cost more than the file is worth; the message says what is wrong and where.</exception>
    public static void Write(Stream html, ReadOnlyMemory<byte> profile, ProfilePageOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(html);
        options ??= new ProfilePageOptions();
        PageWriter.Write(html, PageContent.Of(PageInput.Read(profile.Span, options), null, options));
    }

    /// <summary>
    /// Writes a page of what changed between two profiles of one kind: boxes as wide as the larger of the two, coloured by the change; the table by
    /// the size of the change, with what is new and what is gone. Figures are those of <c>go tool pprof -diff_base</c>.
    /// </summary>
    /// <param name="html">Receives the page. What it throws reaches the caller unchanged.</param>
    /// <param name="profile">The profile that is looked at.</param>
    /// <param name="baseProfile">What it is compared with: earlier, or without the change.</param>
    /// <param name="options">Title, first sample type, whether totals are made equal; null for the defaults.</param>
    /// <exception cref="ArgumentNullException"><paramref name="html"/> is null.</exception>
    /// <exception cref="ArgumentException">The profiles have different sample types, or none of that name; the message names them.</exception>
    /// <exception cref="FormatException">One of them is not a valid profile; the message says what is wrong and where.</exception>
    public static void WriteDifference(
        Stream html, ReadOnlyMemory<byte> profile, ReadOnlyMemory<byte> baseProfile, ProfilePageOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(html);
        options ??= new ProfilePageOptions();
        PageInput data = PageInput.Read(profile.Span, options);
        PageWriter.Write(html, PageContent.Of(data, PageInput.Read(baseProfile.Span, options), options));
    }
}

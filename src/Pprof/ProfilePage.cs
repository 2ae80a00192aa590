using Pprof.Format;
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
    /// <param name="options">Title and first sample type; null for the defaults.</param>
    /// <exception cref="ArgumentNullException"><paramref name="html"/> is null.</exception>
    /// <exception cref="ArgumentException">The profile has no such sample type; the message names those it has.</exception>
    /// <exception cref="FormatException">The content is not a valid profile, or reading it would cost more than the file is worth; the message says what is wrong and where.</exception>
    public static void Write(Stream html, ReadOnlyMemory<byte> profile, ProfilePageOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(html);
        options ??= new ProfilePageOptions();
        ProfileData data = ProfileDecoder.Read(profile.Span, ProfileLimits.Of(options.Limits), out ReadBudget budget);
        int shown = SampleTypeChoice.IndexOf(data, options.SampleType, nameof(options));
        PageWriter.Write(html, options.Title, DropFrames.Apply(data), shown, budget);
    }
}

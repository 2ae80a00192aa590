using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;

namespace Pprof.AspNetCore.IndexPage;

/// <summary>
/// The index page: profiles with their counts and a link for every form. It runs no script, loads nothing, and can be framed by nobody.
/// </summary>
internal static class IndexHtml
{
    private static readonly string s_style = Resource("index.css");

    // Two halves around the rows of the two tables.
    private static readonly string s_template = Resource("index.html");

    /// <summary>Only the one style sheet on the page itself, by its hash.</summary>
    public static string ContentSecurityPolicy { get; } =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(s_style)))}'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static byte[] Write(IEnumerable<(Profile Profile, int Count)> profiles)
    {
        StringBuilder rows = new();
        StringBuilder others = new();
        foreach ((Profile profile, int count) in profiles)
        {
            AppendRow(rows, profile.Name, count.ToString("N0", CultureInfo.InvariantCulture), FormLinks.Of(profile), OffNote(profile));
        }

        foreach ((string name, IEnumerable<FormLink> links) in FormLinks.OfPages)
        {
            AppendRow(others, name, null, links);
        }

        return Encoding.UTF8.GetBytes(s_template
            .Replace("{{style}}", s_style, StringComparison.Ordinal)
            .Replace("{{pages}}", others.ToString(), StringComparison.Ordinal)
            .Replace("{{profiles}}", rows.ToString(), StringComparison.Ordinal));
    }

    // Else a count of 0 would look like good news.
    private static string OffNote(Profile profile) => (profile.Needs & ~Profiling.Enabled) is not 0 and var missing
        ? $" Off: Profiling.Enable(ProfileKinds.{missing}) switches it on; the links for the next seconds record for that long."
        : "";

    private static void AppendRow(StringBuilder html, string name, string? count, IEnumerable<FormLink> links, string note = "")
    {
        html.Append("<tr>");
        if (count is not null)
        {
            html.Append(CultureInfo.InvariantCulture, $"<td class=\"count\">{count}</td>");
        }

        html.Append(CultureInfo.InvariantCulture, $"<th scope=\"row\">{Escape(name)}</th><td><p>{Escape(Descriptions.Of(name) + note)}</p><ul>");
        foreach (FormLink link in links)
        {
            html.Append(CultureInfo.InvariantCulture, $"<li><a href=\"{Escape(link.Address)}\">{Escape(link.Text)}</a></li>");
        }

        html.Append("</ul></td></tr>\n");
    }

    private static string Escape(string text) => HtmlEncoder.Default.Encode(text);

    private static string Resource(string name)
    {
        using Stream stream = typeof(IndexHtml).Assembly.GetManifestResourceStream(name)!;
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }
}

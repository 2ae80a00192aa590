using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Pprof.AspNetCore.Recordings;
using Pprof.AspNetCore.Triage;

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

    public static byte[] Write(
        IEnumerable<(Profile Profile, int Count)> profiles, IEnumerable<TriageLine> triage, IReadOnlyList<KeptRecording> recordings)
    {
        StringBuilder rows = new();
        StringBuilder others = new();
        foreach ((Profile profile, int count) in profiles)
        {
            string text = Descriptions.Of(profile.Name) + OffNote(profile);
            AppendRow(rows, profile.Name, count.ToString("N0", CultureInfo.InvariantCulture), FormLinks.Of(profile), text);
        }

        foreach ((string name, IEnumerable<FormLink> links) in FormLinks.OfPages)
        {
            AppendRow(others, name, null, links, Descriptions.Of(name));
        }

        return Encoding.UTF8.GetBytes(s_template
            .Replace("{{style}}", s_style, StringComparison.Ordinal)
            .Replace("{{triage}}", TriageRows(triage), StringComparison.Ordinal)
            .Replace("{{recordings}}", RecordingRows(recordings), StringComparison.Ordinal)
            .Replace("{{pages}}", others.ToString(), StringComparison.Ordinal)
            .Replace("{{profiles}}", rows.ToString(), StringComparison.Ordinal));
    }

    private static string TriageRows(IEnumerable<TriageLine> lines)
    {
        StringBuilder html = new();
        foreach (TriageLine line in lines)
        {
            string hint = line.Hint.Length == 0 ? "" : $" <strong>{Escape(line.Hint)}</strong>";
            string link = line.Address.Length == 0 ? "" : $"<ul><li><a href=\"./{Escape(line.Address)}\">{Escape(LinkText(line.Address))}</a></li></ul>";
            html.Append(CultureInfo.InvariantCulture, $"<tr><th scope=\"row\">{Escape(line.Name)}</th><td><p>{Escape(line.Text)}{hint}</p></td><td>{link}</td></tr>\n");
        }

        return html.ToString();
    }

    private static string LinkText(string address) => address.Split('?')[0] + (address.Contains("seconds=", StringComparison.Ordinal) ? ", recorded now" : "");

    private static string RecordingRows(IReadOnlyList<KeptRecording> recordings)
    {
        if (recordings.Count == 0)
        {
            return "";
        }

        StringBuilder html = new("<h2>Looked at in the last half hour</h2>\n<table>\n<tbody>\n");
        foreach (KeptRecording recording in recordings)
        {
            string text = string.Create(CultureInfo.InvariantCulture, $"{recording.TakenAt:HH:mm:ss} UTC, {Math.Max(1, recording.File.Length / 1024):N0} kB.");
            AppendRow(html, $"{recording.Name} {recording.Number}", null, FormLinks.Of(recording, recordings), text);
        }

        return html.Append("</tbody>\n</table>").ToString();
    }

    // Else a count of 0 would look like good news.
    private static string OffNote(Profile profile) => (profile.Needs & ~Profiling.Enabled) is not 0 and var missing
        ? $" Off: Profiling.Enable(ProfileKinds.{missing}) switches it on; the links for the next seconds record for that long."
        : "";

    private static void AppendRow(StringBuilder html, string name, string? count, IEnumerable<FormLink> links, string text)
    {
        html.Append("<tr>");
        if (count is not null)
        {
            html.Append(CultureInfo.InvariantCulture, $"<td class=\"count\">{count}</td>");
        }

        html.Append(CultureInfo.InvariantCulture, $"<th scope=\"row\">{Escape(name)}</th><td><p>{Escape(text)}</p><ul>");
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

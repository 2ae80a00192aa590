using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Pprof.Format;
using Pprof.Tests.Format;

namespace Pprof.Tests.Reporting.Page;

/// <summary>A written page, and its parts as a browser finds them.</summary>
internal sealed partial class PageText(string html)
{
    public string Html { get; } = html;

    public string Style => Between("<style>", "</style>");

    public string Script => Html[(Html.LastIndexOf("<script>", StringComparison.Ordinal) + "<script>".Length)..Html.LastIndexOf("</script>", StringComparison.Ordinal)];

    public string Policy => Between("http-equiv=\"Content-Security-Policy\" content=\"", "\"");

    /// <summary>The embedded profile: up to the first thing that a browser takes for the end of its element.</summary>
    public JsonElement Profile => EmbeddedProfile.Read(Between("id=\"profile\">", "</script"));

    public string[] Tags => [.. Tag().Matches(Html).Select(match => match.Value)];

    public static PageText Of(ProfileData profile, ProfilePageOptions? options = null) => Of(GivenProfiles.Write(profile), options);

    public static PageText Of(byte[] profile, ProfilePageOptions? options = null)
    {
        using MemoryStream html = new();
        ProfilePage.Write(html, profile, options);
        return new PageText(new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(html.ToArray()));
    }

    public static PageText OfDifference(ProfileData profile, ProfileData other, ProfilePageOptions? options = null)
    {
        using MemoryStream html = new();
        ProfilePage.WriteDifference(html, GivenProfiles.Write(profile), GivenProfiles.Write(other), options);
        return new PageText(Encoding.UTF8.GetString(html.ToArray()));
    }

    private string Between(string before, string after)
    {
        int start = Html.IndexOf(before, StringComparison.Ordinal) + before.Length;
        return Html[start..Html.IndexOf(after, start, StringComparison.Ordinal)];
    }

    [GeneratedRegex("</?[a-zA-Z][a-zA-Z0-9]*|<!--")]
    private static partial Regex Tag();
}

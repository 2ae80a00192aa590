using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Pprof.Reporting;

/// <summary>Fills the template. Texts that come from outside go in HTML-encoded or in Base64.</summary>
internal static partial class PageWriter
{
    public static void Write(Stream html, PageContent content)
    {
        PageAssets assets = PageAssets.Shared;
        int written = 0;
        foreach (Match placeholder in Placeholder().Matches(assets.Template))
        {
            Write(html, assets.Template[written..placeholder.Index]);
            WritePart(html, placeholder.Groups[1].Value);
            written = placeholder.Index + placeholder.Length;
        }

        Write(html, assets.Template[written..]);

        void WritePart(Stream stream, string name)
        {
            switch (name)
            {
                case "policy":
                    Write(stream, assets.Policy);
                    break;
                case "title":
                    Write(stream, WebUtility.HtmlEncode(content.Options.Title));
                    break;
                case "style":
                    Write(stream, assets.Style);
                    break;
                case "script":
                    Write(stream, assets.Script);
                    break;
                case "profile":
                    PagePayload.Write(stream, content);
                    break;
                default:
                    throw new InvalidOperationException($"The page's template has an unknown place {{{{{name}}}}}. Correct page.html.");
            }
        }
    }

    private static void Write(Stream stream, string text) => stream.Write(Encoding.UTF8.GetBytes(text));

    [GeneratedRegex(@"\{\{(\w+)\}\}")]
    private static partial Regex Placeholder();
}

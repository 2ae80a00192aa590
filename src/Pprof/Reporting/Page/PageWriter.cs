using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Pprof.Format;

namespace Pprof.Reporting;

/// <summary>Fills the template. Texts that come from outside go in HTML-encoded or as JSON that no HTML parser can take for markup.</summary>
internal static partial class PageWriter
{
    /// <param name="html">Receives the page.</param>
    /// <param name="title">Any text.</param>
    /// <param name="profile">Not changed.</param>
    /// <param name="shownType">The value to show first.</param>
    /// <param name="budget">Pays for the tree; nothing is written when it does not suffice.</param>
    public static void Write(Stream html, string title, ProfileData profile, int shownType, ReadBudget budget)
    {
        StackTree tree = StackTree.Of(profile, budget);
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
                    Write(stream, WebUtility.HtmlEncode(title));
                    break;
                case "style":
                    Write(stream, assets.Style);
                    break;
                case "script":
                    Write(stream, assets.Script);
                    break;
                case "profile":
                    PageJson.Write(stream, profile, tree, shownType);
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

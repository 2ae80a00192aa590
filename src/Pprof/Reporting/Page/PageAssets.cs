using System.Security.Cryptography;
using System.Text;

namespace Pprof.Reporting;

/// <summary>The parts of the page that are the same for every profile, and the policy that lets a browser run exactly them.</summary>
internal sealed class PageAssets
{
    /// <summary>In the order in which one may use the other. They become one script with one scope.</summary>
    private static readonly string[] s_scripts =
        [
            "data.js", "units.js", "names.js", "colors.js", "model.js", "time.js", "view.js", "edges.js", "lines.js", "trees.js", "layout.js", "painter.js", "flame.js", "tooltip.js", "table.js",
            "inspect.js", "source.js", "graph.js", "graphlayout.js", "graphview.js", "about.js", "legend.js", "tags.js", "views.js", "theme.js", "state.js", "controls.js", "main.js", "link.js", "start.js",
        ];

    private static readonly Lazy<PageAssets> s_shared = new(() => new PageAssets());

    private PageAssets()
    {
        Template = Read("page.html");
        Style = Read("page.css");
        Script = $"(() => {{\n'use strict';\n{string.Join('\n', s_scripts.Select(Read))}}})();\n";
        Policy = $"default-src 'none'; script-src '{Hash(Script)}'; style-src '{Hash(Style)}'; img-src data:; base-uri 'none'; form-action 'none'";
    }

    public static PageAssets Shared => s_shared.Value;

    public string Template { get; }

    public string Style { get; }

    public string Script { get; }

    /// <summary>Content Security Policy, level 3. <c>data:</c> images: only for the empty icon that keeps a browser from asking for one.</summary>
    public string Policy { get; }

    /// <summary>A browser reads CR LF as LF before it hashes, so a checkout with other line ends must not change the hash.</summary>
    private static string Read(string name)
    {
        using Stream resource = typeof(PageAssets).Assembly.GetManifestResourceStream("Page/" + name)
            ?? throw new InvalidOperationException($"The library was built without its resource Page/{name}. Build it again.");
        using StreamReader reader = new(resource, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    private static string Hash(string text) => "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}

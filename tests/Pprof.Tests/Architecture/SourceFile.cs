using System.Text.RegularExpressions;

namespace Pprof.Tests.Architecture;

/// <summary>One C# file of the library.</summary>
/// <param name="RelativePath">Path below <c>src/Pprof</c>, with slashes.</param>
/// <param name="Text">As it stands on disk.</param>
internal sealed partial record SourceFile(string RelativePath, string Text)
{
    /// <summary>The text without comments and with every string emptied, so that prose is not taken for code.</summary>
    public string Code { get; } = CommentOrLiteral().Replace(Text, match => match.Value[0] == '/' ? " " : "\"\"");

    /// <summary>First folder below <c>src/Pprof</c>, or empty for the public API.</summary>
    public string Room { get; } = RelativePath.Contains('/') ? RelativePath[..RelativePath.IndexOf('/')] : "";

    /// <summary>First folder below <c>src/Pprof/Profiles</c>, or empty for every file that lies in none.</summary>
    public string ProfileFolder { get; } = RelativePath.Split('/') is ["Profiles", string folder, _, ..] ? folder : "";

    public string Folder { get; } = RelativePath.Contains('/') ? RelativePath[..RelativePath.LastIndexOf('/')] : "";

    public string? Namespace => NamespaceLine().Match(Code) is { Success: true } match ? match.Groups[1].Value : null;

    public static IEnumerable<SourceFile> ReadAll(string folder) =>
        from path in Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
        let relative = Path.GetRelativePath(folder, path).Replace('\\', '/')
        where !relative.StartsWith("bin/", StringComparison.Ordinal) && !relative.StartsWith("obj/", StringComparison.Ordinal)
        orderby relative
        select new SourceFile(relative, File.ReadAllText(path));

    [GeneratedRegex(""""
        //[^\n]*
        | /\*.*?\*/
        | \$*"""+.*?"""+
        | (?:\$?@|@\$)"(?:[^"]|"")*"
        | \$?"(?:\\.|[^"\\\n])*"
        | '(?:\\[^\n]{1,5}|[^'\\\n])'
        """", RegexOptions.Singleline | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex CommentOrLiteral();

    [GeneratedRegex(@"^\s*namespace\s+([\w.]+)", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();
}

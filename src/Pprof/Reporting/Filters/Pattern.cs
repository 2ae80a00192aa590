using System.Text.RegularExpressions;

namespace Pprof.Reporting;

/// <summary>
/// Regular expressions as the pprof tool takes them (RE2), from people and from profiles. Matching takes time in proportion to the text, whatever the
/// expression: one from a file of somebody else could otherwise take for ever.
/// </summary>
internal static partial class Pattern
{
    private const int Longest = 16 * 1024;

    /// <exception cref="OptionException">It is no such expression; the message names it and says what is wrong.</exception>
    public static Regex Compile(string pattern, string option)
    {
        try
        {
            return TryCompile(pattern);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw new OptionException($"--{option} is given '{pattern}', which is no regular expression: {e.Message} Put a backslash before a character that is meant itself.", e);
        }
    }

    /// <summary>Null when there is none, or one that cannot be used: the pprof tool ignores it, too.</summary>
    public static Regex? OfProfile(string pattern)
    {
        if (pattern.Length is 0 or > Longest)
        {
            return null;
        }

        try
        {
            return TryCompile($"^({pattern})$");
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    private static Regex TryCompile(string pattern) =>
        new(ToDotNet(pattern), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    /// <summary>RE2 writes named groups, literal text and classes of POSIX in ways of its own; <c>$</c> is the end of the text there, not before a last line break.</summary>
    private static string ToDotNet(string pattern)
    {
        pattern = Literal().Replace(pattern, match => Regex.Escape(match.Groups[1].Value));
        pattern = pattern.Replace("(?P<", "(?<", StringComparison.Ordinal);
        return PosixClass().Replace(pattern, match => match.Groups[1].Value switch
        {
            "alpha" => "a-zA-Z",
            "digit" => "0-9",
            "alnum" => "a-zA-Z0-9",
            "upper" => "A-Z",
            "lower" => "a-z",
            "space" => @"\s",
            "word" => @"\w",
            "punct" => @"!-/:-@\[-`{-~",
            _ => match.Value,
        });
    }

    [GeneratedRegex(@"\\Q(.*?)(?:\\E|$)", RegexOptions.Singleline)]
    private static partial Regex Literal();

    [GeneratedRegex(@"\[:(\w+):\]")]
    private static partial Regex PosixClass();
}

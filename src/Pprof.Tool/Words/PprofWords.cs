namespace Pprof.Tool.Words;

/// <summary>
/// What people type after <c>go tool pprof</c>, in this command's own words: <c>-top FILE</c> is <c>top FILE</c>,
/// <c>-list=RE FILE</c> is <c>list RE FILE</c>,
/// <c>-http=: FILE</c> is <c>web --http=: FILE</c>, <c>-diff_base=A B</c> is <c>top --diff-base=A B</c>, and
/// <c>FILE</c> alone is <c>top FILE</c>.
/// </summary>
internal static class PprofWords
{
    private const string Default = "top";

    private static readonly HashSet<string> s_own = ["-h", "-?", "--help", "--version"];

    // Options that say what to show, and the command that does.
    private static readonly Dictionary<string, string> s_commands = new()
    {
        ["top"] = "top",
        ["text"] = "top",
        ["tree"] = "tree",
        ["traces"] = "traces",
        ["tags"] = "tags",
        ["raw"] = "raw",
        ["comments"] = "comments",
        ["dot"] = "dot",
        ["svg"] = "svg",
        ["proto"] = "merge",
        ["peek"] = "peek",
        ["list"] = "list",
        ["weblist"] = "list",
        ["web"] = "web",
        ["http"] = "web",
    };

    // Of these the pattern is an argument of ours.
    private static readonly HashSet<string> s_withPattern = ["peek", "list", "weblist"];

    // Names are in our profiles, or the profile is of another kind; nothing is looked up.
    private static readonly HashSet<string> s_withoutEffect = ["symbolize", "tools", "buildid"];

    /// <summary>The same words when they are this command's own already.</summary>
    /// <param name="args">As typed, up to <c>--</c>.</param>
    /// <param name="commands">Names of the commands there are.</param>
    public static string[] Translate(string[] args, IReadOnlySet<string> commands)
    {
        if (args.Length == 0 || s_own.Contains(args[0]) || args[0].StartsWith('[') || commands.Contains(args[0]))
        {
            return commands.Contains(args.FirstOrDefault("")) ? [args[0], .. args.Skip(1).Select(Long)] : args;
        }

        return args[0].StartsWith('-') ? FromOptions(args) : IsSource(args[0]) ? [Default, .. args.Select(Long)] : args;
    }

    private static string[] FromOptions(string[] args)
    {
        string command = "";
        List<string> patterns = [], left = [];
        for (int i = 0; i < args.Length; i++)
        {
            (string name, string? value) = Split(args[i]);
            if (s_commands.TryGetValue(name, out string? known))
            {
                command = command.Length == 0 || name == "http" ? known : command;
                if (s_withPattern.Contains(name))
                {
                    patterns.Add(value ?? (i + 1 < args.Length ? args[++i] : ""));
                }
                else if (name == "http")
                {
                    left.Add("--http=" + (value ?? (i + 1 < args.Length ? args[++i] : "")));
                }
            }
            else if (!s_withoutEffect.Contains(name))
            {
                left.Add(Long(args[i]));
            }
        }

        return [command.Length == 0 ? Default : command, .. patterns, .. left];
    }

    /// <summary>
    /// An option of several letters takes two dashes here, and dashes between its words. One letter stays.
    /// </summary>
    private static string Long(string word)
    {
        (string name, string? value) = Split(word);
        return name.Length < 2 ? word : $"--{name}{(value is null ? "" : "=" + value)}";
    }

    /// <summary>Name and value of an option; no name when it is none.</summary>
    private static (string Name, string? Value) Split(string word)
    {
        string trimmed = word.TrimStart('-');
        if (!word.StartsWith('-') || trimmed.Length == 0 || !char.IsAsciiLetter(trimmed[0])
            || word.Length - trimmed.Length > 2)
        {
            return ("", null);
        }

        int equals = trimmed.IndexOf('=');
        string name = (equals < 0 ? trimmed : trimmed[..equals]).Replace('_', '-');
        return (name, equals < 0 ? null : trimmed[(equals + 1)..]);
    }

    private static bool IsSource(string word) =>
        File.Exists(word)
            || (Uri.TryCreate(word, UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https");
}

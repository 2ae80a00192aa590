namespace Pprof.Tool.Output;

/// <summary>The standard output as what it is: a terminal with a width and colours, or a file or a pipe without.</summary>
internal static class Terminal
{
    private const int NarrowestUseful = 40;

    /// <summary>Letters in a line; no limit where it is no terminal, whose lines grep should find whole.</summary>
    public static int Width => IsTerminal && Console.WindowWidth >= NarrowestUseful ? Console.WindowWidth : int.MaxValue;

    /// <summary>False where NO_COLOR is set (no-color.org), whatever to, and where the output is no terminal.</summary>
    public static bool HasColors => IsTerminal && Environment.GetEnvironmentVariable("NO_COLOR") is (null or "") && Environment.GetEnvironmentVariable("TERM") != "dumb";

    private static bool IsTerminal => !Console.IsOutputRedirected;

    public static string Grey(string text) => HasColors ? $"\e[90m{text}\e[0m" : text;
}

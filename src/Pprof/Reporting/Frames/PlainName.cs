namespace Pprof.Reporting;

/// <summary>A function's name without its parameters: what the patterns that come with a profile are about.</summary>
internal static class PlainName
{
    // These contain a bracket that does not begin a list of parameters.
    private static readonly string[] s_reserved = ["(anonymous namespace)", "operator()"];

    public static string Of(string function)
    {
        // The functions of 64-bit PowerPC begin with a point.
        string name = function.StartsWith('.') ? function[1..] : function;
        int at = 0;
        while ((at = name.IndexOf('(', at)) >= 0)
        {
            int skip = LengthOfReserved(name, at);
            if (skip == 0)
            {
                return name[..at];
            }

            at += skip;
        }

        return name;
    }

    /// <summary>How many characters from this bracket on belong to a name.</summary>
    private static int LengthOfReserved(string name, int bracket) =>
        name.AsSpan(bracket).StartsWith(s_reserved[0], StringComparison.Ordinal) ? s_reserved[0].Length
        : name.AsSpan(0, bracket).EndsWith("operator", StringComparison.Ordinal) && name.AsSpan(bracket).StartsWith("()", StringComparison.Ordinal) ? 2
        : 0;
}

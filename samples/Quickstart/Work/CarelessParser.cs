using System.Globalization;

namespace Quickstart.Work;

/// <summary>Finds out by exception what is not a number, as one should not.</summary>
internal static class CarelessParser
{
    public static void Run(Corpus corpus)
    {
        long sum = 0;
        foreach (string line in corpus.Lines)
        {
            sum += MillisecondsOrZero(line.AsSpan(line.LastIndexOf('=') + 1));
        }

        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sum);
    }

    private static int MillisecondsOrZero(ReadOnlySpan<char> text)
    {
        try
        {
            return int.Parse(text, CultureInfo.InvariantCulture);
        }
        catch (FormatException)
        {
            return 0;
        }
    }
}

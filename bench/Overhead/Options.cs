using System.Globalization;

namespace Overhead;

/// <summary>How much to measure.</summary>
/// <param name="Pairs">Pairs of segments for each row of the throughput table.</param>
/// <param name="PeerRounds">How often dotnet-trace is attached and detached; 0 leaves it out.</param>
/// <param name="Cycles">Start/Stop pairs.</param>
internal sealed record Options(int Pairs, int PeerRounds, int Cycles)
{
    public static readonly TimeSpan Segment = TimeSpan.FromMilliseconds(400);

    private static readonly Options s_full = new(Pairs: 75, PeerRounds: 4, Cycles: 200);
    private static readonly Options s_short = new(Pairs: 10, PeerRounds: 1, Cycles: 30);

    public static Options? Parse(IReadOnlyList<string> arguments)
    {
        Options options = arguments.Contains("--short") ? s_short : s_full;
        foreach (string argument in arguments)
        {
            switch (argument.Split('='))
            {
                case ["--short"]: break;
                case ["--no-peer"]: options = options with { PeerRounds = 0 }; break;
                case ["--pairs", string text] when int.TryParse(text, CultureInfo.InvariantCulture, out int pairs) && pairs > 0: options = options with { Pairs = pairs }; break;
                default: return null;
            }
        }

        return options;
    }
}

using Pprof;

namespace Heap;

/// <summary>How much to measure.</summary>
/// <param name="Pairs">Segments with and without for each row.</param>
/// <param name="LargeHeap">Bytes of the large live heap.</param>
/// <param name="Ways">Ways to follow live objects.</param>
/// <param name="PeerRounds">How often dotnet-trace is attached for each row; 0 for not at all.</param>
internal sealed record Options(int Pairs, long LargeHeap, IReadOnlyList<HeapLiveness> Ways, int PeerRounds)
{
    public static readonly TimeSpan Segment = TimeSpan.FromMilliseconds(500);

    public static readonly IReadOnlyList<double> Rates = [0.1e9, 0.5e9, 2e9];

    public static Options? Parse(IReadOnlyList<string> arguments)
    {
        Options options = arguments.Contains("--short")
            ? new Options(3, 100_000_000, [HeapLiveness.Off, HeapLiveness.Agent, HeapLiveness.GcEvents], PeerRounds: 0)
            : new Options(40, 2_000_000_000, [HeapLiveness.Off, HeapLiveness.Agent, HeapLiveness.GcEvents], PeerRounds: 4);
        foreach (string argument in arguments.Where(argument => argument != "--short"))
        {
            switch (argument.Split('='))
            {
                case ["--pairs", string pairs] when int.TryParse(pairs, out int count): options = options with { Pairs = count }; break;
                case ["--no-peer"]: options = options with { PeerRounds = 0 }; break;
                case ["--way", string way] when Enum.TryParse(way, out HeapLiveness liveness): options = options with { Ways = [liveness] }; break;
                default: return null;
            }
        }

        return options;
    }
}

using Pprof.Images;
using Pprof.Runtime;
using Pprof.Sampling;
using Pprof.Unwinding;

namespace Pprof.Workloads.Oracle;

/// <summary>Counts what the compared stacks contained: an agreement about cases that never occurred is worth nothing.</summary>
internal sealed class StackCensus(CodeMap map, FrameLayout frames)
{
    // How code begins that replaced its own method in the middle of a loop: it fetches the old frame's rbp; on .NET 11 behind a push.
    private static readonly byte[] s_osrPrologue = [0x50, 0x48, 0x8b, 0x45, 0x00, 0x50];

    private readonly Dictionary<ulong, string[]> _traits = [];

    public SortedDictionary<string, int> Hits { get; } = new(StringComparer.Ordinal)
    {
        ["code: jitted"] = 0, ["code: ready-to-run"] = 0, ["code: transient"] = 0, ["code: OSR"] = 0,
        ["funclet: jitted"] = 0, ["funclet: ready-to-run"] = 0, ["shown: native"] = 0, ["shown: method without frame"] = 0,
        ["Frame: InlinedCall"] = 0, ["Frame: FaultingException"] = 0, ["Frame: SoftwareException"] = 0, ["Frame: Prestub"] = 0,
    };

    public void Count(in RawStack stack)
    {
        ulong frame = stack.FrameChain;
        for (int i = 0; i < 1000 && stack.TryReadWord(frame, out ulong identifier); i++)
        {
            Add($"Frame: {frames.KindOf(identifier)}");
            stack.TryReadWord(frame + (ulong)frames.Next, out frame);
        }
    }

    public void Count(ReadOnlySpan<CodeAddress> shown)
    {
        foreach (CodeAddress address in shown)
        {
            if (address.Kind == CodeKind.Native)
                Add("shown: native");
            else if (address.Kind == CodeKind.Method)
                Add("shown: method without frame");
            else if (address.Kind == CodeKind.Managed)
                Count(address.Value);
        }
    }

    private void Count(ulong address)
    {
        if (!_traits.TryGetValue(address, out string[]? traits))
            _traits[address] = traits = map.TryFindMethod(address, out MethodCode code) ? [.. TraitsOf(code)] : [];
        foreach (string trait in traits)
            Add(trait);
    }

    private static List<string> TraitsOf(in MethodCode code)
    {
        string kind = code.IsReadyToRun ? "ready-to-run" : "jitted";
        List<string> traits = ["code: " + kind];
        if (code.IsFunclet)
            traits.Add("funclet: " + kind);
        if (code.IsTransient)
            traits.Add("code: transient");
        Span<byte> start = stackalloc byte[s_osrPrologue.Length];
        if (SafeMemory.TryRead(code.Start, start) && (start.SequenceEqual(s_osrPrologue) || start.StartsWith(s_osrPrologue.AsSpan(1))))
            traits.Add("code: OSR");
        return traits;
    }

    private void Add(string what) => Hits[what] = Hits.GetValueOrDefault(what) + 1;
}

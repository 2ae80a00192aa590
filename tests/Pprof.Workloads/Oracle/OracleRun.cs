using System.Text;
using Pprof.Runtime;
using Pprof.Unwinding;
using Pprof.Workloads.CallKinds;

namespace Pprof.Workloads.Oracle;

/// <summary>Grows random call trees until enough stacks were compared, and reports.</summary>
internal sealed class OracleRun
{
    private const int Shallowest = 2;
    private const int Deepest = 10;

    private readonly IReadOnlyList<CallKind> _kinds;
    private readonly StackCensus _census;
    private readonly StackOracle _oracle;
    private readonly CallTree _tree;
    private readonly Random _random;

    /// <param name="unwinder">What is compared with the runtime.</param>
    /// <param name="seed">Makes the trees.</param>
    /// <param name="isFallback">
    /// Leaves out what the walk by prologues cannot know: exception filters, and methods that have no frame (a P/Invoke in
    /// progress, a method being compiled).
    /// </param>
    public OracleRun(StackUnwinder unwinder, int seed, bool isFallback = false)
    {
        _kinds = [.. AllKinds.List.Where(k => !isFallback || !(k.Name.StartsWith("filter", StringComparison.Ordinal) || k.Name.Contains("inside the JIT", StringComparison.Ordinal)))];
        ContractDescriptor descriptor = ContractDescriptor.TryLoad(out _)!;
        _census = new StackCensus(CodeMap.TryCreate(descriptor, out _)!, FrameLayout.TryCreate(descriptor, out _)!);
        _oracle = new StackOracle(unwinder, ThreadList.TryCreate(descriptor, out _)!, _census, !isFallback);
        _tree = new CallTree(_kinds, _oracle.Check, seed);
        _random = new Random(seed);
        Unwinder = unwinder;
    }

    public StackUnwinder Unwinder { get; }

    public int Captures => _oracle.Captures;

    public int Exact => _oracle.Exact;

    public int Cut => _oracle.Cut;

    public int AtRoot => _oracle.AtRoot;

    public IReadOnlyList<string> Mismatches => _oracle.Mismatches;

    /// <summary>Call kinds and special cases that never occurred.</summary>
    public IReadOnlyList<string> NeverHit =>
        [.. _kinds.Select((k, i) => (k.Name, Hits: _tree.Hits[i])).Concat(_census.Hits.Select(h => (h.Key, h.Value))).Where(h => h.Item2 == 0).Select(h => h.Item1)];

    public OracleRun Compare(int captures)
    {
        while (Captures < captures)
            _tree.Grow(_random.Next(Shallowest, Deepest + 1));
        return this;
    }

    public string Report()
    {
        var text = new StringBuilder();
        UnwinderStatistics s = Unwinder.Statistics;
        text.AppendLine(null, $"{Unwinder.Description}: {Exact} of {Captures} exact, {AtRoot} at the root, {Cut} right and cut");
        text.AppendLine(null, $"Frame jumps {s.FrameJumps}, scans {s.Scans}, hijacked {s.Hijacked}, lost blocks {s.LostBlocks}, left by rbp {s.BlocksLeft}");
        for (int i = 0; i < _kinds.Count; i++)
            text.AppendLine(null, $"{_tree.Hits[i],8}  call: {_kinds[i].Name}");
        foreach ((string what, int hits) in _census.Hits)
            text.AppendLine(null, $"{hits,8}  {what}");
        text.AppendLine(null, $"never hit: {(NeverHit is [] ? "nothing" : string.Join(", ", NeverHit))}");
        foreach (string mismatch in Mismatches)
            text.AppendLine(mismatch);
        return text.ToString();
    }
}

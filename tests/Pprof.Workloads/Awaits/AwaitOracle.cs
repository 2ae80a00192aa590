using System.Runtime.InteropServices;
using Pprof.Images;
using Pprof.Profiles.Cpu;
using Pprof.Sampling;
using Pprof.Symbolization;
using Pprof.Symbolization.Managed;
using Pprof.Symbolization.Native;
using Pprof.Unwinding;
using Pprof.Unwinding.Native;

namespace Pprof.Workloads.Awaits;

/// <summary>Compares the logical stack of each sample with the truth that the program left on its stack. Sampler's
/// thread.</summary>
internal sealed class AwaitOracle : ISampleSink, IDisposable
{
    private const int MostWrong = 3;
    private const int BitsPerLevel = 4;

    private readonly StackUnwinder _unwinder;
    private readonly Symbolizer _symbols;
    private readonly LogicalStacks _logical;
    private readonly LogicalTally _tally = new();
    private readonly CodeAddress[] _stack = new CodeAddress[StackUnwinder.MaxFrames + 1];
    private readonly Dictionary<string, int> _ends = [];
    private readonly List<string> _wrong = [];

    public AwaitOracle(AwaitSource awaits)
    {
        ImageCatalog images = new();
        _unwinder = StackUnwinder.Create(new UnwinderOptions { Native = new NativeUnwinder(images), Images = images });
        _symbols = new Symbolizer(ManagedSources.Create().Symbols, new NativeSymbols(images));
        _logical = new LogicalStacks(awaits.Types, new CachedSymbols(_symbols, images));
    }

    /// <summary>Samples of known truth.</summary>
    public int Samples { get; private set; }

    /// <summary>Show all callers, to the root.</summary>
    public int Whole { get; private set; }

    /// <summary>End with one that nobody awaited at that instant: it had been started and was not awaited
    /// yet.</summary>
    public int Early { get; private set; }

    /// <summary>Say that the rest is not known.</summary>
    public int Unknown { get; private set; }

    /// <summary>Show a caller that is none.</summary>
    public int Wrong { get; private set; }

    /// <summary>Show what is on the stack in the way that is right there: the root, say, before it first
    /// awaits.</summary>
    public int PhysicalRight { get; private set; }

    /// <summary>Whose innermost frame is another one than on the stack: flat values would differ.</summary>
    public int LeavesChanged { get; private set; }

    public long Lost { get; private set; }

    public IReadOnlyList<string> Examples => _wrong;

    public string Ends => string.Join(", ", _ends.OrderByDescending(end => end.Value).Select(end => $"{end.Value} {end.Key}"));

    public string Tally => string.Join(", ", Enum.GetValues<LogicalEnd>().Select(end => $"{_tally.Of(end)} {end}"));

    public void Dispose()
    {
        _logical.Dispose();
        _symbols.Dispose();
    }

    public void OnLost(long weight) => Lost += weight;

    public void OnSample(in RawStack stack, int threadId, long weight, long labels)
    {
        if (TruthOf(stack) is not { } truth)
        {
            return;
        }

        int depth = _unwinder.Unwind(stack, _stack, _logical.Places, out StackEnd end);
        PhysicalRight += end == StackEnd.Root && IsTruth(PathOf(_stack.AsSpan(0, depth)), truth) ? 1 : 0;
        CodeAddress leaf = _stack[0];
        ReadOnlySpan<CodeAddress> shown = _stack.AsSpan(0, _logical.Rewrite(_stack, depth, stack, out LogicalEnd? resumed));
        _tally.Add(resumed);
        LeavesChanged += shown[0] == leaf ? 0 : 1;
        Compare(shown, truth);
    }

    private static bool IsTruth((ulong Path, int Levels) path, ulong truth) => path.Path == truth;

    private void Compare(ReadOnlySpan<CodeAddress> shown, ulong truth)
    {
        Samples++;
        (ulong path, int levels) = PathOf(shown);
        bool isPrefix = levels < 16 && (truth & ((1UL << (levels * BitsPerLevel)) - 1)) == path;
        bool saysUnknown = shown[^1] == CodeAddress.Marker(StackMarker.AwaitUnknown) || shown[^1].Kind == CodeKind.Marker;
        if (path == truth)
        {
            Whole++;
        }
        else if (!isPrefix)
        {
            AddWrong(shown, truth, path);
        }
        else if (saysUnknown)
        {
            Unknown++;
        }
        else
        {
            Early++;
            AddEnd(shown);
        }
    }

    private void AddEnd(ReadOnlySpan<CodeAddress> shown)
    {
        string name = NameOf(shown[^1]);
        _ends[name] = _ends.GetValueOrDefault(name) + 1;
    }

    private void AddWrong(ReadOnlySpan<CodeAddress> shown, ulong truth, ulong path)
    {
        Wrong++;
        if (_wrong.Count < MostWrong)
        {
            List<string> names = [];
            foreach (CodeAddress address in shown)
            {
                names.Add(NameOf(address));
            }

            _wrong.Add($"truth {truth:x}, shown {path:x}: {string.Join(" < ", names)}");
        }
    }

    private string NameOf(CodeAddress address) => _symbols.Resolve(address).Function?.Name ?? "?";

    // From the leaf: the innermost lowest. What the program calls to start a method has its name, too, and is not the
    // method.
    private (ulong Path, int Levels) PathOf(ReadOnlySpan<CodeAddress> stack)
    {
        ulong path = 0;
        int levels = 0;
        foreach (CodeAddress address in stack)
        {
            FunctionSymbol? function = _symbols.Resolve(address).Function;
            bool isMethod = function?.SystemName.Contains("MoveNext", StringComparison.Ordinal) == true && !function.Name.EndsWith("MoveNextAsync", StringComparison.Ordinal);
            ulong kind = isMethod ? (ulong)AwaitTree.KindOf(function!.Name) : 0;
            if (kind != 0 && levels < 16)
            {
                path |= kind << (levels * BitsPerLevel);
                levels++;
            }
        }

        return (path, levels);
    }

    private static ulong? TruthOf(in RawStack stack)
    {
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(stack.Bytes);
        for (int i = 0; i + 2 < words.Length; i++)
        {
            if (words[i] == Burner.Magic && words[i + 2] == ~words[i + 1])
            {
                return words[i + 1];
            }
        }

        return null;
    }
}

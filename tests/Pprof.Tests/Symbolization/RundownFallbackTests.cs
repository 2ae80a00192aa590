using System.Diagnostics;
using Pprof.EventPipe.Rundown;
using Pprof.Symbolization;
using Pprof.Symbolization.Lines;
using Pprof.Symbolization.Managed;
using Pprof.Unwinding;
using Xunit;

namespace Pprof.Tests.Symbolization;

/// <summary>Names and lines where the runtime's private ways are missing, beside those where they are not.</summary>
[Trait("Part", "slow")]
public sealed class RundownFallbackTests
{
    // A method that was compiled again since the last list of the process is not in it, and the next list is made ten seconds later.
    [Fact]
    public void Fallback_gives_the_frames_of_a_stack_the_same_names_and_lines()
    {
        Stopwatch watch = Stopwatch.StartNew();
        while (HasUnknownFrames(out _, out _) && watch.Elapsed < TimeSpan.FromSeconds(60))
        {
            // No list is made while another test's assembly waits to be unloaded.
            GC.Collect();
            GC.WaitForPendingFinalizers();
            Thread.Sleep(TimeSpan.FromSeconds(1));
        }

        Assert.False(HasUnknownFrames(out string[] fast, out string[] fallback), string.Join(Environment.NewLine, fallback));
        Assert.Equal(fast, fallback);
    }

    private static bool HasUnknownFrames(out string[] expected, out string[] actual)
    {
        IReadOnlyList<KnownFrame> frames = KnownFrames.Capture();
        ManagedSources fast = ManagedSources.Create();
        ManagedSources fallback = ManagedSources.Create(hasLookup: false, debugInfo: null, "the test says so");
        using (fast.Symbols)
        using (fallback.Symbols)
        {
            expected = [.. frames.Select(frame => Text(fast, frame))];
            actual = [.. frames.Select(frame => Text(fallback, frame))];
        }

        Assert.Null(fast.Shortcoming);
        Assert.EndsWith("the test says so.", fallback.Shortcoming);
        return actual.Any(text => text.StartsWith("[unknown managed code]", StringComparison.Ordinal));
    }

    [Fact]
    public void MethodDesc_is_named_by_the_list_too()
    {
        KnownFrames.Capture();
        // Asked although a test beside this one may have loaded what can be unloaded, for which the library does without a list.
        RundownMethods methods = new(new RundownSource(() => MethodRundown.TryCollect(withILMaps: true, out _)?.Table, TimeProvider.System));
        ulong methodDesc = (ulong)typeof(KnownFrames).GetMethod(nameof(KnownFrames.Capture))!.MethodHandle.Value;

        Assert.EndsWith("KnownFrames.Capture", methods.Find(CodeAddress.Method(methodDesc))!.Name);
        Assert.Null(methods.Find(CodeAddress.Method(8)));
    }

    [Fact]
    public void Process_without_a_list_has_no_names_and_no_exception()
    {
        RundownSource source = new(() => null, TimeProvider.System);

        Assert.Null(new RundownMethods(source).Find(CodeAddress.Managed(0x1234)));
        Assert.Null(new RundownMaps(source).Find(0x1234, out _));
    }

    [Fact]
    public void Missing_address_makes_a_new_list_only_when_the_last_is_old()
    {
        int lists = 0;
        ManualClock clock = new();
        RundownSource source = new(() => { lists++; return new MethodTable([], new Dictionary<ulong, ModuleRow>()); }, clock);

        source.Find(1);
        source.Find(2);
        Assert.Equal(1, lists);
        clock.Seconds = 11;
        source.Find(1);
        source.Find(2);
        Assert.Equal(2, lists);
    }

    // Type arguments of methods are not in the list, and parameters of shared types have no names there.
    private static string Text(ManagedSources sources, KnownFrame frame)
    {
        LocationSymbol symbol = sources.Symbols.Resolve(frame.Address);
        string name = symbol.Function!.Name;
        return $"{name.Split('<')[0]} {symbol.Function.FileName}:{symbol.Line} from {symbol.Function.StartLine}";
    }

    private sealed class ManualClock : TimeProvider
    {
        public long Seconds { get; set; }

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Seconds;
    }
}

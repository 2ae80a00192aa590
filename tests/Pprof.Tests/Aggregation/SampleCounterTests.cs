using Pprof.Aggregation;
using Pprof.Symbolization;
using Pprof.Unwinding;
using Xunit;

namespace Pprof.Tests.Aggregation;

public sealed class SampleCounterTests
{
    [Fact]
    public void Neighbouring_frames_of_one_image_without_symbols_are_one_frame()
    {
        SampleCounter counter = new(new Names("[libx.so]", "[libx.so]", "A", "[libx.so]", "[liby.so]"), (_, _) => 0);

        counter.Add(Stack(0, 1, 2, 3, 4), labelSet: 0, 1);

        Assert.Equal(["[libx.so]", "A", "[libx.so]", "[liby.so]"], FirstStack(counter));
    }

    [Fact]
    public void Recursion_of_a_function_with_a_name_keeps_every_frame()
    {
        SampleCounter counter = new(new Names("A", "A", "A"), (_, _) => 0);

        counter.Add(Stack(0, 1, 2), 0, 1);

        Assert.Equal(["A", "A", "A"], FirstStack(counter));
    }

    [Fact]
    public void Lost_time_is_a_frame_of_its_own()
    {
        SampleCounter counter = new(new Names(), (_, _) => 0);

        counter.Add(StackMarker.Lost, 3);
        counter.Add(StackMarker.Lost, 4);

        Assert.Equal(["[lost]"], FirstStack(counter));
        Assert.Equal(7, counter.Stacks.ValuesOf(counter.Stacks.Entries[0])[0]);
    }

    private static CodeAddress[] Stack(params ulong[] addresses) => [.. addresses.Select(CodeAddress.Native)];

    private static IEnumerable<string> FirstStack(SampleCounter counter) =>
        counter.Stacks.FramesOf(counter.Stacks.Entries[0]).ToArray()
            .Select(location => counter.Locations.Functions.Functions[counter.Locations.Locations[location].Function].Name);

    /// <summary>Address i means the i-th name; one in brackets is an image.</summary>
    private sealed class Names(params string[] names) : ISymbolSource
    {
        private readonly Dictionary<string, FunctionSymbol> _functions =
            names.Distinct().ToDictionary(name => name, name => new FunctionSymbol(name, "") { IsWholeImage = name.StartsWith('[') });

        public LocationSymbol Resolve(CodeAddress address) => address.Kind == CodeKind.Marker
            ? MarkerSymbols.Resolve(address)
            : new LocationSymbol(_functions[names[(int)address.Value]], 0, false);
    }
}

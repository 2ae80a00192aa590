using Pprof.Aggregation;
using Pprof.Symbolization;
using Pprof.Unwinding;
using Xunit;

namespace Pprof.Tests.Aggregation;

public sealed class LocationTableTests
{
    [Fact]
    public void An_address_is_resolved_once()
    {
        FakeSymbols symbols = new(_ => Symbol("A"));
        LocationTable table = new(symbols, NoMapping);

        int first = table.Find(CodeAddress.Managed(0x1000));
        table.ForgetTransient();
        int second = table.Find(CodeAddress.Managed(0x1000));

        Assert.Equal(first, second);
        Assert.Equal(1, symbols.Calls);
    }

    [Fact]
    public void An_address_of_transient_code_is_resolved_again_at_each_drain_and_may_have_become_another_function()
    {
        string name = "Dynamic1";
        LocationTable table = new(new FakeSymbols(_ => Symbol(name, transient: true)), NoMapping);

        int before = table.Find(CodeAddress.Managed(0x1000));
        name = "Dynamic2";
        int sameDrain = table.Find(CodeAddress.Managed(0x1000));
        table.ForgetTransient();
        int after = table.Find(CodeAddress.Managed(0x1000));

        Assert.Equal(before, sameDrain);
        Assert.NotEqual(before, after);
        Assert.Equal(["Dynamic1", "Dynamic2"], table.Functions.Functions.Select(f => f.Name));
    }

    [Fact]
    public void Transient_code_that_is_still_the_same_keeps_its_location()
    {
        LocationTable table = new(new FakeSymbols(_ => Symbol("Dynamic", transient: true)), NoMapping);

        int before = table.Find(CodeAddress.Managed(0x1000));
        table.ForgetTransient();

        Assert.Equal(before, table.Find(CodeAddress.Managed(0x1000)));
        Assert.Single(table.Locations);
    }

    [Fact]
    public void Two_addresses_of_one_function_are_two_locations_and_one_function()
    {
        LocationTable table = new(new FakeSymbols(address => Symbol("A") with { Line = (int)address.Value }), NoMapping);

        int first = table.Find(CodeAddress.Managed(10));
        int second = table.Find(CodeAddress.Managed(20));

        Assert.NotEqual(first, second);
        Assert.Single(table.Functions.Functions);
        Assert.Equal([10, 20], table.Locations.Select(l => l.Line));
    }

    [Fact]
    public void Overloads_with_one_readable_name_stay_two_functions()
    {
        LocationTable table = new(new FakeSymbols(address => new(new FunctionSymbol("A.M", $"A.M(int{address.Value})"), 0, false)), NoMapping);

        table.Find(CodeAddress.Managed(1));
        table.Find(CodeAddress.Managed(2));

        Assert.Equal(2, table.Functions.Functions.Count);
    }

    [Fact]
    public void The_mapping_is_that_of_the_moment_the_address_was_first_seen()
    {
        ulong mapping = 7;
        LocationTable table = new(new FakeSymbols(_ => Symbol("A")), (_, _) => mapping);

        int location = table.Find(CodeAddress.Native(0x1000));
        mapping = 8;
        table.Find(CodeAddress.Native(0x1000));

        Assert.Equal(7UL, table.Locations[location].Mapping);
    }

    private static ulong NoMapping(CodeAddress address, FunctionSymbol? function) => 0;

    private static LocationSymbol Symbol(string name, bool transient = false) => new(new FunctionSymbol(name, name + "()"), 0, transient);

    private sealed class FakeSymbols(Func<CodeAddress, LocationSymbol> resolve) : ISymbolSource
    {
        public int Calls { get; private set; }

        public LocationSymbol Resolve(CodeAddress address)
        {
            Calls++;
            return resolve(address);
        }
    }
}
